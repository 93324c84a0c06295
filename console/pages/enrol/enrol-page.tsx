import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { useRead } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { FailureSay } from '../../parts/failure-say.js';
import { Said } from '../../parts/text.js';
import { useSandboxWallet } from '../../signing/use-sandbox-wallet.js';
import { Door } from '../door/door.js';
import styles from '../door/door.module.css';
import { ChooseKey } from './choose-key.js';
import { enrolmentToken } from './enrolment-token.js';
import type { Invited } from './enrolment.js';
import { Enrolled, Review } from './review.js';
import { useEnrolment } from './use-enrolment.js';

/** Where the link of an invitation leads: a key is made here, and signs for itself. */
export function EnrolPage() {
  const [token] = useState(enrolmentToken);
  const installation = useRead(reads.installation);
  useSandboxWallet(installation.data);
  return (
    <Door installation={installation.data} title="Enrol a key" before="you go on">
      {token === null ? (
        <p className="quiet">
          This page takes the link of an invitation, which an admin makes for you. If you have come by one,
          open it again: it is taken out of the address at once.
        </p>
      ) : (
        <Answered of={installation} skeleton={<p className="vh">Loading</p>}>
          {(view) => <Invitation token={token} installation={view} />}
        </Answered>
      )}
    </Door>
  );
}

interface InvitationProps {
  readonly token: string;
  readonly installation: InstallationView;
}

function Invitation({ token, installation }: InvitationProps) {
  const invited = useQuery({
    queryKey: ['invitation'],
    queryFn: () => ask<Invited>('/v1/enrolments/options', { method: 'POST', body: { token } }),
    // Each answer has a new challenge, which makes the one before worthless.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <Answered of={invited} skeleton={<p className="vh">Loading</p>}>
      {(view) => <Enrolment token={token} installation={installation} invited={view} />}
    </Answered>
  );
}

function Enrolment({ token, installation, invited }: InvitationProps & { readonly invited: Invited }) {
  const { label, setLabel, drafting, proposing } = useEnrolment({ token, invited, installation });
  const error = proposing.error ?? drafting.error;
  if (proposing.data) return <Enrolled change={proposing.data} />;
  return (
    <>
      <p className="quiet">
        For <Said>{invited.person.name}</Said>
        {invited.purpose === 'owner'
          ? ': the key of a Safe’s owner, which signs its transactions.'
          : ': it signs in, and signs what you request, confirm and approve.'}
      </p>
      {drafting.data ? (
        <Review
          drafted={drafting.data}
          isBusy={proposing.isPending}
          onSign={(drafted) => {
            if (!proposing.isPending) proposing.mutate(drafted);
          }}
        />
      ) : (
        <ChooseKey
          {...{ invited, installation, label }}
          onLabel={setLabel}
          isBusy={drafting.isPending}
          onSource={(source) => {
            if (!drafting.isPending) drafting.mutate(source);
          }}
        />
      )}
      <div aria-live="polite" className={styles.said}>
        {error ? <FailureSay error={error} /> : null}
      </div>
    </>
  );
}

import { useState } from 'react';
import { clearanceText } from '../../../src/domain/confirmations/clearance.js';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { serverNow } from '../../api/server-clock.js';
import { Answered } from '../../parts/answered.js';
import { NamedDigest } from '../../parts/named-digest.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { usePerson } from '../../session/session.js';
import type { MadeClearance } from '../checks/clearance-checks.js';
import { DoesNotFit } from '../does-not-fit.js';
import type { Signable, Signer } from '../signer.js';
import { useSigners } from '../use-signers.js';
import { ActOutcome } from './act-outcome.js';
import { NotYou } from './not-you.js';
import { PasskeyWarning } from './passkey-warning.js';
import { RejectForm } from './reject-form.js';
import { SaidParts } from './said-parts.js';
import { Sheet } from './sheet.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';
import { SignButtons } from './sign-buttons.js';
import { SheetSkeleton } from './sheet-skeleton.js';
import { type ToAnswer, toReject, useToAnswer } from './to-answer.js';
import { unusualIn } from './unusual.js';
import { UnusualList } from './unusual-list.js';
import { useAct } from './use-act.js';

export type Mode = 'confirm' | 'reject';

interface ConfirmSheetProps {
  readonly id: string;
  /** As the page behind it has it. */
  readonly revision: number;
  readonly mode: Mode;
  /** Closes it; `true` after an answer was taken. */
  readonly close: (isDone: boolean) => void;
}

/** Confirming or rejecting a transfer. It asks for everything anew, and offers nothing before all of it fits. */
export function ConfirmSheet({ id, revision: present, mode: first, close }: ConfirmSheetProps) {
  const [mode, setMode] = useState(first);
  const asked = useToAnswer(id, present);
  const person = usePerson();
  const { data } = asked;
  const revision = data === undefined ? '' : `, revision ${String(data.clearance.revision)}`;
  return (
    <Sheet
      title={`${mode === 'confirm' ? 'Confirm' : 'Reject'}${revision}`}
      facts={data === undefined ? undefined : <Until at={data.transfer.expiresAt} />}
      stage={mode}
      heading={<Heading person={person} data={data} mode={mode} />}
      close={() => {
        close(false);
      }}
    >
      <Answered of={asked} keeps={false} skeleton={<SheetSkeleton />}>
        {(shown) => <Content {...{ shown, person, mode, setMode }} done={() => done(id, close)} />}
      </Answered>
    </Sheet>
  );
}

async function done(id: string, close: ConfirmSheetProps['close']): Promise<void> {
  // So that the page behind it says what was just done.
  await answers.invalidateQueries({ queryKey: [`/v1/transfers/${id}`] });
  close(true);
}

interface HeadingProps {
  readonly person: PersonPrincipal;
  readonly data: ToAnswer | undefined;
  readonly mode: Mode;
}

function Heading({ person, data, mode }: HeadingProps) {
  if (data?.made?.fits === false) return <b>Stop here.</b>;
  const groups = (data?.clearance.require ?? [])
    .map(({ group }) => group)
    .filter((group) => person.groups.includes(group));
  return (
    <>
      <b>
        <Said>{person.name}</Said>
      </b>
      , {mode === 'confirm' ? 'you are asked to confirm' : 'you are about to reject'}
      {mode === 'confirm' && groups.length > 0 ? (
        <>
          {' '}
          for{' '}
          <b>
            <Said>{groups.join(' and ')}</Said>
          </b>
        </>
      ) : null}
      :
    </>
  );
}

interface ContentProps {
  readonly shown: ToAnswer;
  readonly person: PersonPrincipal;
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  readonly done: () => Promise<void>;
}

function Content({ shown, person, mode, setMode, done: isDone }: ContentProps) {
  const { transfer, clearance, made } = shown;
  // Where only wallets fill the places that somebody could fill, a passkey is not even offered.
  const places = clearance.require.filter(({ group }) => person.groups.includes(group));
  const keys = places.length > 0 && places.every((place) => place.keys === 'evm') ? 'evm' : undefined;
  const yes = useSigners({ purpose: 'confirmation', keys });
  const no = useSigners({ purpose: 'confirmation' });
  if (made !== null && !made.fits)
    return (
      <div className={styles.say}>
        <DoesNotFit differences={made.differences} subject={transfer.id} safe={transfer.safe} />
      </div>
    );
  const said = made === null ? null : <SaidParts said={made.made.said} />;
  if (mode === 'reject' || made === null)
    return (
      <>
        {said ?? (
          <p className={styles.say}>
            You see destination and amount once you have entered them from the ticket. A rejection needs
            neither.
          </p>
        )}
        <RejectForm
          subject={transfer.id}
          safe={transfer.safe}
          signers={no.signers}
          prepare={(reason) => toReject(transfer.id, reason)}
          send={(signature, reason, key) =>
            send(transfer.id, { decision: 'reject', revision: clearance.revision, reason, signature }, key)
          }
          done={isDone}
          back={
            made === null
              ? null
              : () => {
                  setMode('confirm');
                }
          }
        />
      </>
    );
  return (
    <>
      {said}
      <Confirming
        {...{ shown, made: made.made }}
        signers={yes}
        person={person}
        done={isDone}
        reject={() => {
          setMode('reject');
        }}
      />
    </>
  );
}

interface ConfirmingProps {
  readonly shown: ToAnswer;
  readonly made: MadeClearance & { readonly signable: Signable };
  readonly signers: { readonly signers: readonly Signer[]; readonly whyNone: string | null };
  readonly person: PersonPrincipal;
  readonly reject: () => void;
  readonly done: () => Promise<void>;
}

function Confirming({ shown, made, signers, person, reject, done: isDone }: ConfirmingProps) {
  const { transfer, clearance, entry } = shown;
  const { signable } = made;
  const { act, sign } = useAct({
    prepare: () => ({ fits: true, made: signable }),
    send: (signature, key) =>
      send(transfer.id, { decision: 'confirm', revision: clearance.revision, signature }, key),
    done: isDone,
  });
  const hasPasskey = signers.signers.some(({ kind }) => kind === 'passkey');
  return (
    <>
      {entry === null ? null : (
        <UnusualList unusual={unusualIn({ transfer, entry, person: person.id, now: serverNow() })} />
      )}
      <div className="compare">
        <NamedDigest
          level={2}
          name="EIP-712 Digest"
          of="what you sign"
          value={signable.digest}
          qr={clearanceText(made.clearance)}
        />
        {hasPasskey ? <PasskeyWarning /> : null}
      </div>
      <NotYou answering={clearance} what="Your confirmation" whyNone={signers.whyNone} />
      <ActOutcome act={act} subject={transfer.id} safe={transfer.safe} />
      <SheetActs>
        <button type="button" className="btn btn-stop btn-big" onClick={reject}>
          Reject…
        </button>
        <span className={styles.yes}>
          <SignButtons
            verb="Confirm"
            signers={signers.signers}
            {...{ act, sign }}
            shown={signable.digest}
            isOff={!clearance.mayAnswer}
          />
        </span>
      </SheetActs>
    </>
  );
}

function send(id: string, body: Readonly<Record<string, Json>>, key: string): Promise<unknown> {
  return ask(`/v1/transfers/${id}/confirmations`, { method: 'POST', body, key });
}

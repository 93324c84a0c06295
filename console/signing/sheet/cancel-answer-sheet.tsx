import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import type { Verdict } from '../../../src/domain/confirmations/clearance.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { CancelView } from '../../../src/signature-relay/cancels.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { Answered } from '../../parts/answered.js';
import { NamedDigest } from '../../parts/named-digest.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { usePerson } from '../../session/session.js';
import { type MadeCancel, checkCancel } from '../checks/cancel-checks.js';
import type { Checked } from '../checks/check.js';
import { DoesNotFit } from '../does-not-fit.js';
import { useSigners } from '../use-signers.js';
import { ActOutcome } from './act-outcome.js';
import { askTransfer, checkSubject } from './grounds.js';
import { NotYou } from './not-you.js';
import { PasskeyWarning } from './passkey-warning.js';
import { RejectForm } from './reject-form.js';
import { SaidParts } from './said-parts.js';
import { Sheet } from './sheet.js';
import { SheetSkeleton } from './sheet-skeleton.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';
import { SignButtons } from './sign-buttons.js';
import { useAct } from './use-act.js';

const CONFIRM: Verdict = { decision: 'confirm', reason: '' };

interface ToAnswerCancel {
  readonly transfer: TransferDetail;
  readonly cancel: CancelView;
  readonly made: Checked<MadeCancel>;
}

async function toAnswer(id: string, verdict: Verdict): Promise<ToAnswerCancel> {
  const { reason } = verdict;
  const query = reason === '' ? '' : `?${new URLSearchParams({ reason }).toString()}`;
  const transfer = await askTransfer(id);
  const cancel = await ask<CancelView>(`/v1/transfers/${id}/cancel${query}`, { method: 'GET' });
  const subject = await checkSubject(id, transfer);
  if (!subject.fits) return { transfer, cancel, made: subject };
  const { chainId } = subject.made;
  return { transfer, cancel, made: checkCancel(subject.made.transfer, cancel, { verdict, chainId }) };
}

interface CancelAnswerSheetProps {
  readonly id: string;
  readonly close: (isDone: boolean) => void;
}

/** Confirming or refusing the cancel of a relayed transfer: the burn of its nonce. */
export function CancelAnswerSheet({ id, close }: CancelAnswerSheetProps) {
  const person = usePerson();
  const asked = useQuery({
    queryKey: ['cancel to answer', id],
    queryFn: () => toAnswer(id, CONFIRM),
    ...{ staleTime: 0, gcTime: 0, refetchOnWindowFocus: false },
  });
  const until = asked.data?.cancel.burn?.expiresAt;
  return (
    <Sheet
      title="Cancel of a transfer"
      facts={until === undefined ? undefined : <Until at={until} />}
      heading={
        <>
          <b>
            <Said>{person.name}</Said>
          </b>
          , you are asked to confirm a cancel:
        </>
      }
      close={() => {
        close(false);
      }}
    >
      <Answered of={asked} keeps={false} skeleton={<SheetSkeleton />}>
        {(shown) => (
          <Content
            shown={shown}
            done={async () => {
              await answers.invalidateQueries({ queryKey: [`/v1/transfers/${id}`] });
              close(true);
            }}
          />
        )}
      </Answered>
    </Sheet>
  );
}

function Content({ shown, done }: { readonly shown: ToAnswerCancel; readonly done: () => Promise<void> }) {
  const { transfer, cancel, made } = shown;
  const [isRejecting, setRejecting] = useState(false);
  const signers = useSigners({ purpose: 'confirmation' });
  if (!made.fits)
    return (
      <div className={styles.say}>
        <DoesNotFit differences={made.differences} subject={transfer.id} safe={transfer.safe} />
      </div>
    );
  return (
    <>
      <BurnParts cancel={cancel} made={made.made} label={transfer.safe.label} />
      {isRejecting ? (
        <RejectForm
          subject={transfer.id}
          safe={transfer.safe}
          signers={signers.signers}
          consequence="It is signed, and everybody can read it. The transfer goes on as before."
          prepare={async (reason) => {
            const { made: no } = await toAnswer(transfer.id, { decision: 'reject', reason });
            return no.fits ? { fits: true, made: no.made.signable } : no;
          }}
          send={(signature, reason, key) => send(transfer.id, { decision: 'reject', reason, signature }, key)}
          done={done}
          back={() => {
            setRejecting(false);
          }}
        />
      ) : (
        <Confirming
          {...{ shown, done, signers }}
          made={made.made}
          reject={() => {
            setRejecting(true);
          }}
        />
      )}
    </>
  );
}

interface BurnPartsProps {
  readonly cancel: CancelView;
  readonly made: MadeCancel;
  readonly label: string;
}

function BurnParts({ cancel, made, label }: BurnPartsProps) {
  const { original, threshold } = cancel.ownerSignatures;
  return (
    <>
      <dl className={styles.said}>
        <div>
          <dt>Burn</dt>
          <dd>
            nonce {made.nonce} of <Said>{label}</Said>
          </dd>
        </div>
        <div>
          <dt>moves</dt>
          <dd className={styles.plain}>nothing</dd>
        </div>
        <div>
          <dt>because</dt>
          <dd className={styles.plain}>
            <Said>{cancel.why}</Said>
          </dd>
        </div>
        <div>
          <dt>signed</dt>
          <dd className={styles.plain}>
            {original} of {threshold} owners have signed the transfer: whoever is faster decides
          </dd>
        </div>
      </dl>
      <h2 className="gap small">The transfer that it cancels</h2>
      <SaidParts said={made.said} isSecond />
    </>
  );
}

interface ConfirmingProps {
  readonly shown: ToAnswerCancel;
  readonly made: MadeCancel;
  readonly signers: ReturnType<typeof useSigners>;
  readonly reject: () => void;
  readonly done: () => Promise<void>;
}

function Confirming({ shown, made, signers, reject, done }: ConfirmingProps) {
  const { transfer, cancel } = shown;
  const { act, sign } = useAct({
    prepare: () => ({ fits: true, made: made.signable }),
    send: (signature, key) => send(transfer.id, { decision: 'confirm', signature }, key),
    done,
  });
  return (
    <>
      <div className="compare">
        <NamedDigest level={2} name="EIP-712 Digest" of="what you sign" value={made.signable.digest} />
        {signers.signers.some(({ kind }) => kind === 'passkey') ? <PasskeyWarning /> : null}
      </div>
      <NotYou answering={cancel} what="Your confirmation" whyNone={signers.whyNone} />
      <ActOutcome act={act} subject={transfer.id} safe={transfer.safe} />
      <SheetActs>
        {cancel.reject === null ? null : (
          <button type="button" className="btn btn-stop btn-big" onClick={reject}>
            Refuse the cancel…
          </button>
        )}
        <span className={styles.yes}>
          <SignButtons
            verb="Confirm"
            signers={signers.signers}
            {...{ act, sign }}
            shown={made.signable.digest}
            isOff={!cancel.mayAnswer}
          />
        </span>
      </SheetActs>
    </>
  );
}

function send(id: string, body: Readonly<Record<string, Json>>, key: string): Promise<unknown> {
  return ask(`/v1/transfers/${id}/cancel/answers`, { method: 'POST', body, key });
}

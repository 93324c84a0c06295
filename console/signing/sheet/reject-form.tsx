import { forgetTyped } from '../../session/typed.js';
import { useTyped } from '../../session/use-typed.js';
import type { Checked } from '../checks/check.js';
import type { Signable, SignatureBody, Signer } from '../signer.js';
import { ActOutcome } from './act-outcome.js';
import { textFault } from './plain-text.js';
import { REASON_MAX, ReasonField } from './reason-field.js';
import { SignButtons } from './sign-buttons.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';
import { useAct } from './use-act.js';

const ENDS = 'It is signed, and everybody can read it. Nothing is sent, and the transfer ends.';

interface RejectFormProps {
  readonly subject: string;
  readonly safe: { readonly id: string; readonly label: string } | null;
  readonly signers: readonly Signer[];
  readonly prepare: (reason: string) => Promise<Checked<Signable>>;
  readonly send: (signature: SignatureBody, reason: string, key: string) => Promise<unknown>;
  readonly done: () => Promise<void>;
  /** What a no does. */
  readonly consequence?: string;
  readonly question?: string;
  readonly verb?: string;
  /** Back to what can be confirmed; absent where nothing can. */
  readonly back: (() => void) | null;
}

/** A no, with its reason. It moves nothing, so it needs no more than that. */
export function RejectForm(props: RejectFormProps) {
  const { subject, safe, signers, prepare, send, done, back, consequence = ENDS } = props;
  const { question = 'Why do you reject it?', verb = 'Reject' } = props;
  const form = `reject ${subject}`;
  const [reason, setReason] = useTyped(form, '');
  const fault = textFault(reason, REASON_MAX);
  const { act, sign } = useAct({
    prepare: () => prepare(reason),
    send: (signature, key) => send(signature, reason, key),
    done: () => {
      forgetTyped(form);
      return done();
    },
  });
  // Nothing else is offered beside what does not fit.
  if (act.kind === 'differs') return <ActOutcome act={act} subject={subject} safe={safe} />;
  return (
    <>
      <ReasonField {...{ question, reason }} type={setReason} hint={consequence} />
      <ActOutcome act={act} subject={subject} safe={safe} />
      <SheetActs>
        {back === null ? null : (
          <button type="button" className="btn btn-big" onClick={back}>
            Back
          </button>
        )}
        <span className={styles.yes}>
          <SignButtons
            {...{ signers, act, sign }}
            verb={verb}
            shown="reject"
            tone="stop"
            isOff={fault !== null}
          />
        </span>
      </SheetActs>
    </>
  );
}

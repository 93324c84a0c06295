import { useId, useState } from 'react';
import { Icon } from '../../parts/icon.js';
import type { Checked } from '../checks/check.js';
import type { Signable, SignatureBody, Signer } from '../signer.js';
import { ActOutcome } from './act-outcome.js';
import { textFault } from './plain-text.js';
import { SignButtons } from './sign-buttons.js';
import styles from './sheet.module.css';
import { useAct } from './use-act.js';

const REASON_MAX = 280;

const ENDS = 'It is signed, and everybody can read it. Nothing is sent, and the transfer ends.';

interface RejectFormProps {
  readonly subject: string;
  readonly safe: { readonly id: string; readonly label: string } | null;
  readonly signers: readonly Signer[];
  readonly prepare: (reason: string) => Promise<Checked<Signable>>;
  readonly send: (signature: SignatureBody, reason: string, key: string) => Promise<unknown>;
  readonly done: () => void;
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
  const [reason, setReason] = useState('');
  const id = useId();
  const fault = textFault(reason, REASON_MAX);
  const { act, sign } = useAct({
    prepare: () => prepare(reason),
    send: (signature, key) => send(signature, reason, key),
    done,
  });
  // Nothing else is offered beside what does not fit.
  if (act.kind === 'differs') return <ActOutcome act={act} subject={subject} safe={safe} />;
  return (
    <>
      <div className={styles.form}>
        <div className="field">
          <label htmlFor={id}>{question}</label>
          <textarea
            className="in"
            id={id}
            rows={3}
            maxLength={REASON_MAX}
            value={reason}
            aria-describedby={`${id}-hint`}
            aria-invalid={reason !== '' && fault !== null}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
          <span className="hint" id={`${id}-hint`}>
            {reason !== '' && fault !== null ? (
              <span className="hint-stop">
                <Icon name="severity-critical" />
                {fault}
              </span>
            ) : (
              consequence
            )}
          </span>
        </div>
      </div>
      <ActOutcome act={act} subject={subject} safe={safe} />
      <div className={styles.acts}>
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
      </div>
    </>
  );
}

import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Typed } from '../../parts/field.js';
import { Icon } from '../../parts/icon.js';
import { useTyped } from '../../session/use-typed.js';
import { textFault } from '../../signing/sheet/plain-text.js';
import styles from './freeze.module.css';

const REASON_MAX = 280;

/** Why something is frozen, as it is typed. */
export const FREEZE_FORM = 'freeze';

interface FreezeReasonProps {
  readonly scope: string;
  readonly isPending: boolean;
  readonly failure: ReactNode;
  readonly back: () => void;
  readonly freeze: (reason: string) => void;
}

/** The second step: why, in one line, and what it does. It works while nothing here is live: it only takes room away. */
export function FreezeReason({ scope, isPending, failure, back, freeze }: FreezeReasonProps) {
  const [reason, setReason] = useTyped(FREEZE_FORM, '');
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, []);
  const fault = textFault(reason, REASON_MAX);
  const isEmpty = reason.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (fault === null && !isPending) freeze(reason);
    else form.current?.querySelector('input')?.focus();
  };
  return (
    <form ref={form} onSubmit={submit}>
      <p className="gap">
        At once nothing{scope === 'all' ? '' : ' of it'} is cleared, relayed or sent any more. Only a quorum
        lifts a freeze.
      </p>
      <div className={styles.form}>
        <Typed
          name="Why"
          value={reason}
          type={setReason}
          fault={isEmpty ? (isTried ? 'Say why: others decide by it what to do.' : null) : fault}
        >
          Everybody reads it, on every page.
        </Typed>
        {failure}
      </div>
      <div className={styles.acts}>
        <span className="small quiet">Step 2 of 2</span>
        <button type="button" className="btn" onClick={back}>
          Freeze something else
        </button>
        <button type="submit" className={`btn ${styles.do ?? ''}`} aria-disabled={isPending}>
          <Icon name="state-frozen" />
          {isPending ? 'Freezing…' : 'Freeze'}
        </button>
      </div>
    </form>
  );
}

import { useId } from 'react';
import { Icon } from '../../parts/icon.js';
import { textFault } from './plain-text.js';
import styles from './sheet.module.css';

export const REASON_MAX = 280;

interface ReasonFieldProps {
  readonly question: string;
  readonly reason: string;
  readonly type: (reason: string) => void;
  /** What becomes of it. */
  readonly hint: string;
}

/** Why somebody says no, in their own words. */
export function ReasonField({ question, reason, type, hint }: ReasonFieldProps) {
  const id = useId();
  const fault = reason === '' ? null : textFault(reason, REASON_MAX);
  return (
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
          aria-invalid={fault !== null}
          onChange={({ target }) => {
            type(target.value);
          }}
        />
        <span className="hint" id={`${id}-hint`}>
          {fault === null ? (
            hint
          ) : (
            <span className="hint-stop">
              <Icon name="severity-critical" />
              {fault}
            </span>
          )}
        </span>
      </div>
    </div>
  );
}

import type { ClearanceView } from '../../../src/transfer-api/views/transfers.contract.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import styles from './sheet.module.css';

interface NotYouProps {
  /** Whether a signature would be taken; if not, why. */
  readonly answering: Pick<ClearanceView, 'because' | 'mayAnswer'>;
  /** What is signed: "Your confirmation". */
  readonly what: string;
  readonly whyNone: string | null;
}

/** Why the reader cannot sign what is shown. */
export function NotYou({ answering: { because, mayAnswer }, what, whyNone }: NotYouProps) {
  if (!mayAnswer && because !== null)
    return (
      <div className={styles.say}>
        <Say title={`${what} would not be taken`}>
          <p>
            <Said>{because.reason}</Said>
          </p>
          <p className="code-line">
            <code>
              <Said>{because.code}</Said>
            </code>
          </p>
        </Say>
      </div>
    );
  if (whyNone === null) return null;
  return (
    <div className={styles.say}>
      <Say title="Nothing here can sign it">
        <p>{whyNone}</p>
      </Say>
    </div>
  );
}

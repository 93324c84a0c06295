import { useConnection } from '../../frame/connection.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { DoesNotFit } from '../does-not-fit.js';
import styles from './sheet.module.css';
import type { Act } from './use-act.js';

interface ActOutcomeProps {
  readonly act: Act;
  readonly subject: string;
  readonly safe: { readonly id: string; readonly label: string } | null;
}

/** What has become of a signature, where it is not simply done; and why none can be given now. */
export function ActOutcome({ act, subject, safe }: ActOutcomeProps) {
  return (
    <div className={styles.say} aria-live="polite">
      <Told act={act} subject={subject} safe={safe} />
      <NotLive />
    </div>
  );
}

function Told({ act, subject, safe }: ActOutcomeProps) {
  switch (act.kind) {
    case 'none':
    case 'signing':
    case 'sending':
      return null;
    case 'stopped':
      return (
        <Say tone="wait" title="Nothing was signed">
          <p>{act.why}</p>
        </Say>
      );
    case 'differs':
      return <DoesNotFit differences={act.differences} subject={subject} safe={safe} />;
    case 'refused':
      return <ProblemSay error={act.error} />;
    case 'unanswered':
      return (
        <Say
          tone="wait"
          title="It is signed, and no answer came"
          acts={
            <button type="button" className="btn btn-small" onClick={act.again}>
              Send it again
            </button>
          }
        >
          <p>It may have arrived. The same signature is sent again, and counts once.</p>
        </Say>
      );
  }
}

function NotLive() {
  const connection = useConnection();
  if (connection === 'live') return null;
  return (
    <Say tone="wait" title={connection === 'offline' ? 'You are offline' : 'What you see may be old'}>
      <p>So nothing can be signed from here until the connection is live again.</p>
    </Say>
  );
}

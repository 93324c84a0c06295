import { useStandstill } from '../../frame/connection.js';
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
      <Still />
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

const STANDSTILLS = {
  offline: ['You are offline', 'So nothing can be signed from here until the connection is live again.'],
  'not-live': [
    'What you see may be old',
    'So nothing can be signed from here until the connection is live again.',
  ],
  clocks: [
    'The clocks differ',
    'The gateway says another time than this device, so nothing can be signed from here.',
  ],
} as const;

function Still() {
  const why = useStandstill();
  if (why === null) return null;
  const [title, words] = STANDSTILLS[why];
  return (
    <Say tone="wait" title={title}>
      <p>{words}</p>
    </Say>
  );
}

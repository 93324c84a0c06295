import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { OPERATIONAL_ROLES } from '../../../src/domain/identity/person.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { useConnection } from '../../frame/connection.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { CHANGE_ACTS, type ChangeAct } from './answer-search.js';
import { isOpen } from './change-words.js';
import styles from './changes.module.css';

const ACTS: Readonly<Record<ChangeAct, { readonly word: string; readonly look: string }>> = {
  withdraw: { word: 'Withdraw…', look: 'btn' },
  reject: { word: 'Reject…', look: 'btn btn-stop' },
  approve: { word: 'Approve…', look: 'btn btn-main' },
};

/** What the reader's answers would come to, by the gateway's own gate. */
function useAnswerable(change: ChangeDetail) {
  const { roles, id } = usePerson();
  const mayAsk = roles.some((role) => OPERATIONAL_ROLES.some((each) => each === role));
  const isWanted = mayAsk && isOpen(change);
  const isOwn = change.proposer === id;
  const approve = useRead(reads.changeStatement(change.id, 'approve'), { isWanted });
  const reject = useRead(reads.changeStatement(change.id, 'reject'), { isWanted: isWanted && !isOwn });
  const withdraw = useRead(reads.changeStatement(change.id, 'withdraw'), { isWanted: isWanted && isOwn });
  return { mayAsk, isOwn, approve: approve.data, reject: reject.data, withdraw: withdraw.data };
}

interface ChangeActsProps {
  readonly change: ChangeDetail;
  readonly open: (act: ChangeAct) => void;
}

/** Only what would be taken is offered. */
export function ChangeActs({ change, open }: ChangeActsProps) {
  const answerable = useAnswerable(change);
  const isLive = useConnection() === 'live';
  const offered = CHANGE_ACTS.filter((act) => answerable[act]?.mayAnswer === true).toReversed();
  if (offered.length === 0) return null;
  return (
    <span className="acts">
      {offered.map((act) => (
        <button
          key={act}
          type="button"
          className={ACTS[act].look}
          aria-disabled={!isLive}
          onClick={() => {
            if (isLive) open(act);
          }}
        >
          {ACTS[act].word}
        </button>
      ))}
    </span>
  );
}

/** Why the reader is offered no approval, in the gateway's words. */
export function WhyNoAct({ change }: Pick<ChangeActsProps, 'change'>) {
  const { mayAsk, approve, isOwn } = useAnswerable(change);
  const because = approve?.because ?? null;
  // That somebody has approved is said already.
  if (mayAsk && (because === null || because.code === 'ALREADY_CONFIRMED')) return null;
  return (
    <div className={styles.stack}>
      <Say title={isOwn ? 'You proposed it' : 'Your approval would not count'}>
        <p>
          {because === null ? (
            'Auditors read changes, and answer none.'
          ) : (
            <>
              <Said>{`${because.reason.charAt(0).toUpperCase()}${because.reason.slice(1)}.`}</Said>{' '}
              <span className="code-line">
                <code>
                  <Said>{because.code}</Said>
                </code>
              </span>
            </>
          )}
        </p>
      </Say>
    </div>
  );
}

import type { RefObject } from 'react';
import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { serverNow } from '../../api/server-clock.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import type { ChangeAct } from './answer-search.js';
import { ChangeActs, WhyNoAct } from './change-acts.js';
import { KIND_WORDS, STATE_MARKS, actOf, isOpen } from './change-words.js';
import { progressOf } from './progress-of.js';

interface ChangeHeadProps {
  readonly change: ChangeDetail;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly open: (act: ChangeAct) => void;
}

const WORDS: Readonly<Partial<Record<ChangeDetail['state'], string>>> = { proposed: 'waits for answers' };

/** State, acts, the object and what becomes of it, how far it has come, and when it is active. */
export function ChangeHead({ change, heading, open }: ChangeHeadProps) {
  const { state, kind, objectLabel, answers, proposer, proposerName, expiresAt } = change;
  const { id } = usePerson();
  const proposedAt = answers.find(({ decision }) => decision === 'propose')?.at;
  return (
    <header>
      <div className="standing">
        <div className="row">
          <Status {...STATE_MARKS[state]} isChip>
            {WORDS[state] ?? state}
          </Status>
          <span>
            proposed by {proposer === id ? 'you' : <Said>{proposerName ?? proposer ?? 'the new key'}</Said>}
            {proposedAt === undefined ? null : (
              <>
                {' '}
                at <When at={proposedAt} isWhole />
              </>
            )}
          </span>
          {state === 'proposed' ? <Until at={expiresAt} /> : null}
        </div>
        <ChangeActs {...{ change, open }} />
      </div>
      <h1 className="sentence" tabIndex={-1} ref={heading}>
        {KIND_WORDS[kind]}
        {objectLabel === null ? null : (
          <>
            {' '}
            “<Said>{objectLabel}</Said>”
          </>
        )}
        : <b>{actOf(change)}</b>
      </h1>
      <p className="why prose">
        <Said>{progressOf(change, id).join(' ')}</Said> <ActiveAt change={change} />
      </p>
      {isOpen(change) ? <WhyNoAct change={change} /> : null}
    </header>
  );
}

const SECOND = 1_000;

/** When it is, was, or can be active. */
function ActiveAt({
  change: { state, activeFrom, direction, delaySeconds },
}: Pick<ChangeHeadProps, 'change'>) {
  if (state === 'active' && activeFrom !== null)
    return (
      <>
        Since <When at={activeFrom} isWhole />.
      </>
    );
  if (state === 'approved' && activeFrom !== null)
    return (
      <b>
        Active on <When at={activeFrom} isWhole />.
      </b>
    );
  if (state !== 'proposed' || direction === 'tightens' || delaySeconds === 0) return null;
  // Whoever approves last sets the delay going: not before now.
  const earliest = new Date(Math.ceil(serverNow() / (60 * SECOND)) * 60 * SECOND + delaySeconds * SECOND);
  return (
    <b>
      Active on <When at={earliest.toISOString()} isWhole /> at the earliest.
    </b>
  );
}

import { Link } from '@tanstack/react-router';
import type { TransferRow } from '../../../src/transfer-api/views/transfer-row.contract.js';
import { usePages } from '../../api/all.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { MoreButton } from '../../parts/more-button.js';
import { Sentence } from '../../parts/sentence.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { useTitle } from '../../parts/title.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import styles from './exceptions.module.css';
import { GivenExceptions } from './given-exceptions.js';

/** What waits for compliance, and every exception that was ever given. */
export function ExceptionsPage() {
  useTitle('Exceptions');
  return (
    <div className="page">
      <div className="title">
        <h1>Exceptions</h1>
        <p>
          A rule of the policy that may be waived is lifted for one transfer, once, up to a ceiling, by the
          signatures of compliance.
        </p>
      </div>
      <Waiting />
      <GivenExceptions />
    </div>
  );
}

function Waiting() {
  const held = usePages(reads.transfers({ state: 'needs-exception' }));
  const person = usePerson();
  return (
    <section aria-labelledby="waiting">
      <div className="head">
        <h2 id="waiting">Waiting for compliance</h2>
      </div>
      <Answered of={held} skeleton={<Bones lines={['b-80']} />}>
        {(data) =>
          data.length === 0 ? (
            <div className="empty">
              <h3>No transfer waits for an exception</h3>
              <p>One that is over a limit that may be waived stands here before it is held or sent.</p>
            </div>
          ) : (
            <ul className={styles.waiting}>
              {data.map(({ id, words, asset, safe, waitsFor, requesterName, createdAt }) => {
                const isMine = waitsFor?.people.some((each) => each.id === person.id) === true;
                return (
                  <li key={id}>
                    <Status tone="wait" icon="state-needs-exception">
                      {isMine ? 'You' : 'Others'}
                    </Status>
                    <div>
                      <p className={`entry-words ${styles.what ?? ''}`}>
                        {words === null ? (
                          <Said>{`A transfer of ${asset.symbol} from ${safe.label}`}</Said>
                        ) : (
                          <Sentence words={words} isShort />
                        )}
                      </p>
                      <p className="small quiet">
                        <Told>{waitWords(waitsFor)}</Told>. Asked for by <Said>{requesterName ?? ''}</Said>,{' '}
                        <When at={createdAt} />
                      </p>
                    </div>
                    <Link
                      className="btn btn-small"
                      to="/transfers/$id"
                      params={{ id }}
                      search={isMine ? { act: 'except' } : {}}
                    >
                      {isMine ? 'Except…' : 'Open'}
                    </Link>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Answered>
      <MoreButton pages={held} />
    </section>
  );
}

/** A freeze says of itself, at the top of the page, why it is and how it ends. */
function waitWords(waitsFor: TransferRow['waitsFor']): string {
  return waitsFor?.code === 'SAFE_FROZEN'
    ? 'Waits until a quorum lifts the freeze'
    : (waitsFor?.sentence ?? '');
}

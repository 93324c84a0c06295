import { Link } from '@tanstack/react-router';
import { usePages } from '../../api/all.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { MoreButton } from '../../parts/more-button.js';
import { Sentence } from '../../parts/sentence.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

/** The requester's own transfers that have not ended, and what each waits for. */
export function Started() {
  const { id } = usePerson();
  const own = usePages(reads.transfers({ requester: id, state: 'live' }));
  return (
    <section aria-labelledby="started">
      <div className="head">
        <h2 id="started">Started by you</h2>
      </div>
      <Answered of={own} skeleton={<Bones />}>
        {(data) =>
          data.length === 0 ? (
            <p className="small quiet">None of your transfers is on its way.</p>
          ) : (
            <ul className={`${styles.todo ?? ''} ${styles.states ?? ''}`}>
              {data.map(({ id: transfer, state, words, waitsFor }) => (
                <li key={transfer}>
                  <StateMark state={state} />
                  <div>
                    <p className={styles.sentence}>
                      {words === null ? (
                        'A transfer that is hidden from you'
                      ) : (
                        <Sentence words={words} isShort />
                      )}
                    </p>
                    <p className={styles.meta}>
                      <Said>{waitsFor?.sentence ?? ''}</Said>
                    </p>
                  </div>
                  <Link className="btn" to="/transfers/$id" params={{ id: transfer }}>
                    Open
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <MoreButton pages={own} />
    </section>
  );
}

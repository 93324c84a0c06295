import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { Say } from '../../parts/say.js';
import { Signed } from '../../parts/signed.js';
import styles from './changes.module.css';
import { Direction } from './direction.js';
import { lineDirection } from './line-direction.js';

/** The sentences, as everybody signs them. */
export function SaysSection({ change }: { readonly change: ChangeDetail }) {
  const { sentences, direction, review, isRecovery } = change;
  const directions = sentences.map((each) => (review === null ? null : lineDirection(each, review)));
  const isDirected = directions.some((each) => each !== null);
  return (
    <section aria-labelledby="says">
      <div className="head">
        <h2 id="says">What it says</h2>
        <p>Whoever answers signs these sentences, as they stand.</p>
        {isDirected ? null : <Direction of={direction} />}
      </div>
      {isRecovery ? (
        <div className={styles.remarks}>
          <Say tone="wait" title="It is a further key for somebody who has, or had, one">
            <p>Ask that person, face to face, whether they want it. It could let somebody else in.</p>
          </Say>
        </div>
      ) : null}
      <ul className={`${styles.sentences ?? ''} ${isDirected ? (styles.directed ?? '') : ''}`}>
        {sentences.map((sentence, at) => {
          const way = directions[at] ?? null;
          return (
            <li key={sentence}>
              {isDirected ? <span>{way === null ? null : <Direction of={way} />}</span> : null}
              <p>
                <Signed sentence={sentence} />
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

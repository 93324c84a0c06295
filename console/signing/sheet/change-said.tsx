import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Icon } from '../../parts/icon.js';
import { Signed } from '../../parts/signed.js';
import { Said } from '../../parts/text.js';
import { spanOf } from '../span-of.js';
import { FreezeInWords } from './freeze-in-words.js';
import styles from './change-said.module.css';
import type { ToAnswerChange } from './to-answer-change.js';

/** The sentences that are signed, one after the other, and what is unusual about the change. */
export function ChangeSaid({ shown: { change, lifts } }: { readonly shown: ToAnswerChange }) {
  const { data: safes } = useRead(reads.safes);
  const labelOf = (scope: string): string =>
    scope === 'all' ? 'All Safes' : (safes?.data.find(({ id }) => id === scope)?.label ?? scope);
  const warnings = [
    ...(change.isRecovery
      ? ['It is a further key: ask its person, face to face, whether they want it.']
      : []),
    // A freeze is lifted without a delay wherever it is: that is nothing unusual.
    ...(change.direction === 'loosens' && change.delaySeconds === 0 && change.kind !== 'unfreeze'
      ? ['It loosens, and nobody can reject it once it is approved.']
      : []),
    ...(change.review?.remarks.map(({ words }) => words) ?? []),
  ];
  return (
    <>
      <ul className={styles.sentences}>
        {change.sentences.map((sentence) => (
          <li key={sentence}>
            <Signed sentence={sentence} />
          </li>
        ))}
      </ul>
      <p className="small quiet gap">
        Proposed by <Said>{change.proposerName ?? change.proposer ?? 'the new key'}</Said>.{' '}
        {whenWords(change)}
      </p>
      {lifts.length === 0 ? null : (
        <ul className={`plain ${styles.lifts ?? ''}`}>
          {lifts.map((freeze) => (
            <li key={freeze.id}>
              <FreezeInWords freeze={freeze} label={labelOf(freeze.scope)} />
            </li>
          ))}
        </ul>
      )}
      {warnings.length === 0 ? null : (
        <div className="unusual">
          <h2>Unusual about it</h2>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>
                <Icon name="severity-warn" />
                <span>
                  <Said>{warning}</Said>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Which way it goes, and so when it would be active. */
function whenWords({ direction, delaySeconds }: ToAnswerChange['change']): string {
  if (direction === 'tightens') return 'It tightens: it is active with its last approval.';
  if (delaySeconds === 0) return 'It loosens, and is active with its last approval.';
  return `It loosens: it is active ${spanOf(delaySeconds)} after its last approval, and can be rejected until then.`;
}

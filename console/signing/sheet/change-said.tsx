import { Icon } from '../../parts/icon.js';
import { Signed } from '../../parts/signed.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { spanOf } from '../span-of.js';
import styles from './change-said.module.css';
import type { ToAnswerChange } from './to-answer-change.js';

/** The sentences that are signed, one after the other, and what is unusual about the change. */
export function ChangeSaid({ shown: { change, lifts } }: { readonly shown: ToAnswerChange }) {
  const warnings = [
    ...(change.isRecovery
      ? ['It is a further key: ask its person, face to face, whether they want it.']
      : []),
    ...(change.direction === 'loosens' && change.delaySeconds === 0
      ? ['It loosens, and is active as soon as it is approved.']
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
      <p className="small quiet gap">{whenWords(change)}</p>
      {lifts.length === 0 ? null : (
        <ul className={`plain ${styles.lifts ?? ''}`}>
          {lifts.map(({ id, actor, actorName, at, code, reason, scope, standing }) => (
            <li key={id}>
              <b>{scope === 'all' ? 'Everything' : 'One Safe'}</b>, frozen by{' '}
              <Said>{actorName ?? actor}</Said> at <When at={at} isWhole />: <Said>{reason}</Said>{' '}
              <code>
                <Said>{code}</Said>
              </code>
              {standing ? '' : ', lifted already'}{' '}
              <code className="quiet">
                <Said>{id}</Said>
              </code>
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

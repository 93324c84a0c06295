import { useId } from 'react';
import { shownOnPage } from '../../../src/domain/values/shown.js';
import { Amount } from '../../parts/amount.js';
import { Said } from '../../parts/text.js';
import type { Flow, FlowEnd } from './flow-of.js';
import styles from './flow.module.css';

interface FlowPictureProps {
  readonly flow: Flow;
  readonly amount: string;
  readonly symbol: string;
  readonly from: string;
  readonly to: string;
}

/** From, what moves, to. Solid is what stays, hatched is what moves; the words say the same. */
export function FlowPicture({ flow, amount, symbol, from, to }: FlowPictureProps) {
  return (
    <div className={styles.flow}>
      <End end={flow.from} name={from} symbol={symbol} />
      <div className={styles.mid}>
        <DownArrow />
        <b>
          <Amount value={amount} unit={symbol} />
        </b>
        <Arrow />
        <span className={styles.else}>nothing else moves</span>
      </div>
      <End end={flow.to} name={to} symbol={symbol} />
    </div>
  );
}

interface EndProps {
  readonly end: FlowEnd;
  readonly name: string;
  readonly symbol: string;
}

function End({ end: { before, after, stays, moves, words }, name, symbol }: EndProps) {
  const id = useId();
  return (
    <div className={styles.end}>
      <div className={styles.level}>
        <b>
          <Said>{name}</Said>
        </b>
        {before === null || after === null ? null : (
          <span>
            <Amount value={before} /> → <Amount value={after} />
          </span>
        )}
      </div>
      {stays === null || moves === null ? null : (
        <svg
          className="bar-pic"
          role="img"
          aria-label={shownOnPage(`${name}: ${before ?? ''} ${symbol} before, ${after ?? ''} after`)}
        >
          <defs>
            <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect className="b-held" width="2" height="5" fill="currentColor" />
            </pattern>
          </defs>
          <rect className="b-track" x="0" y=".5" width="100%" height="11" />
          <rect className="b-used" x="0" y="1" width={stays} height="10" />
          <rect className="b-held" x={stays} y="1" width={moves} height="10" fill={`url(#${id})`} />
        </svg>
      )}
      <p className={styles.says}>
        <Said>{words}</Said>
      </p>
    </div>
  );
}

function Arrow() {
  return (
    <svg className={styles.arrow} aria-hidden="true">
      <line x1="0" y1="8" x2="100%" y2="8" stroke="currentColor" strokeWidth="2" />
      <svg x="100%" overflow="visible">
        <path
          d="M-8 1 0 8l-8 7"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </svg>
  );
}

function DownArrow() {
  return (
    <svg className={styles.down} viewBox="0 0 24 44" aria-hidden="true">
      <path
        d="M12 1v40M5 34l7 7 7-7"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

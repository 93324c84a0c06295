import { Link } from '@tanstack/react-router';
import type { LimitView } from '../../../src/dry-runs/limits/limits.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Answered } from '../../parts/answered.js';
import { Hidden, isHidden } from '../../parts/hidden.js';
import { LimitBar } from '../../parts/limit-bar.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

const EVERY_MS = 60_000;
const SHOWN = 4;

/** The limits that are used most, and what frees when. */
export function LimitsNow() {
  const limits = useRead(reads.limits({}), { every: EVERY_MS });
  return (
    <section aria-labelledby="limits-now">
      <div className="head">
        <h2 id="limits-now">Limits now</h2>
        <Link className="small" to="/limits">
          All limits
        </Link>
      </div>
      {isHidden(limits.error) ? (
        <Hidden what="Limits" isLine />
      ) : (
        <Answered of={limits} skeleton={<Bones />}>
          {({ data }) => (
            <ul className={styles.rows}>
              {data.slice(0, SHOWN).map((limit) => (
                <Row key={`${limit.rule} ${limit.scope.id ?? ''}`} limit={limit} />
              ))}
            </ul>
          )}
        </Answered>
      )}
    </section>
  );
}

function Row({ limit }: { readonly limit: LimitView }) {
  const { symbol, scope, window, free, max, frees } = limit;
  const [next] = frees;
  return (
    <li className={styles.limit}>
      <b>
        <Said>{symbol}</Said>
      </b>
      <LimitBar limit={limit} />
      <span>
        <b>
          <Amount value={free} unit={symbol} />
        </b>{' '}
        free of <Amount value={max} />{' '}
        <span className="quiet">
          within <Said>{window.words}</Said>, <Said>{scope.label}</Said>
        </span>
      </span>
      <span className="quiet">
        {next ? (
          <>
            more at <When at={next.at} />
          </>
        ) : null}
      </span>
    </li>
  );
}

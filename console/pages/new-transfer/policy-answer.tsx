import type { RuleResult } from '../../../src/domain/policies/rule-result.js';
import { formatMeasure, printMeasure, unitSymbol } from '../../../src/domain/policies/measure.js';
import type { Amount as Units } from '../../../src/domain/values/amount.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { serverNow } from '../../api/server-clock.js';
import { Amount } from '../../parts/amount.js';
import { Bar } from '../../parts/bar.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import type { Chosen } from './draft.js';
import styles from './new-transfer.module.css';
import { type Preview, previewOf } from './preview.js';
import type { Evaluated } from './use-ground.js';
import { whoConfirms } from './who-confirms.js';

interface PolicyAnswerProps {
  readonly chosen: Chosen;
  readonly evaluated: Evaluated;
  /** Null as long as no amount can be read. */
  readonly amount: Units | null;
}

/** What the policy says of what is typed, as it is typed. */
export function PolicyAnswer({ chosen, evaluated: { ground, view }, amount }: PolicyAnswerProps) {
  const preview = amount === null ? null : previewOf(ground, amount);
  return (
    <section className={styles.answer} aria-live="polite" aria-labelledby="policy-says">
      <h2 id="policy-says" className="small quiet">
        What policy {view.policy.version} says, as you type
      </h2>
      {preview === null ? (
        <p className="quiet">Write an amount.</p>
      ) : (
        <>
          <Verdict preview={preview} chosen={chosen} />
          <ul className={styles.rules}>
            {preview.denials.map((reason) => (
              <Denial key={reason.rule} reason={reason} />
            ))}
            {preview.limits.map(({ reason, before }) => (
              <Limit key={reason.rule} reason={reason} before={before} asset={chosen.asset} />
            ))}
            <Passed passed={preview.passed} />
            {preview.later.map(({ rule }) => (
              <li key={rule}>
                <div className={styles.rule}>
                  <Status tone="neutral" icon="state-todo">
                    later
                  </Status>
                  <span>compared with other transfers when you sign</span>
                  <code>
                    <Said>{rule}</Said>
                  </code>
                </div>
              </li>
            ))}
            <Then preview={preview} requester={chosen.requester} />
          </ul>
        </>
      )}
    </section>
  );
}

function Verdict({ preview, chosen }: { readonly preview: Preview; readonly chosen: Chosen }) {
  const { decision, limits, denials } = preview;
  if (decision.outcome === 'permit')
    return (
      <p className={`${styles.verdict ?? ''} ok`}>
        <Icon name="severity-ok" />
        Within everything
      </p>
    );
  const worst = limits.find(({ reason }) => reason.outcome === 'deny')?.reason;
  if (decision.outcome === 'needs-exception')
    return (
      <p className={`${styles.verdict ?? ''} wait`}>
        <Icon name="state-needs-exception" />
        <span>
          Needs an exception
          {worst ? (
            <>
              : <Over reason={worst} asset={chosen.asset} /> too much
            </>
          ) : null}
        </span>
      </p>
    );
  return (
    <p className={`${styles.verdict ?? ''} stop`}>
      <Icon name="state-refused" />
      <span>
        Would be refused
        {denials.length === 0 && worst ? (
          <>
            : <Over reason={worst} asset={chosen.asset} /> too much
          </>
        ) : null}
      </span>
    </p>
  );
}

type Asset = Chosen['asset'];

/** A measure in whole units. */
function Measure({
  units,
  reason,
  asset,
}: {
  readonly units: bigint;
  readonly reason: RuleResult;
  readonly asset: Asset;
}) {
  const unit = reason.unit ?? 'asset';
  return <Amount value={formatMeasure(units, unit, asset.decimals)} unit={unitSymbol(unit, asset.symbol)} />;
}

function Over({ reason, asset }: { readonly reason: RuleResult; readonly asset: Asset }) {
  return (
    <Measure
      units={BigInt(reason.measured ?? '0') - BigInt(reason.bound ?? '0')}
      reason={reason}
      asset={asset}
    />
  );
}

function Denial({ reason }: { readonly reason: RuleResult }) {
  return (
    <li>
      <div className={styles.rule}>
        <Status tone="stop" icon="severity-critical">
          no
        </Status>
        <span>
          <Said>{reason.words}</Said>
        </span>
        <code>
          <Said>{reason.rule}</Said>
        </code>
      </div>
    </li>
  );
}

interface LimitProps {
  readonly reason: RuleResult;
  readonly before: bigint;
  readonly asset: Asset;
}

function Limit({ reason, before, asset }: LimitProps) {
  const [measured, bound] = [BigInt(reason.measured ?? '0'), BigInt(reason.bound ?? '0')];
  const isOver = reason.outcome === 'deny';
  const print = (units: bigint): string => printMeasure(units, reason.unit ?? 'asset', asset);
  return (
    <li>
      <div className={styles.rule}>
        <Status
          tone={isOver ? (reason.waivable ? 'wait' : 'stop') : 'ok'}
          icon={isOver ? 'state-needs-exception' : 'severity-ok'}
        >
          {isOver ? 'over' : reason.outcome === 'waived' ? 'excepted' : 'within'}
        </Status>
        <span>
          <Measure units={measured} reason={reason} asset={asset} /> of{' '}
          <Measure units={bound} reason={reason} asset={asset} />
        </span>
        <code>
          <Said>{reason.rule}</Said>
        </code>
      </div>
      <Bar
        used={before}
        held={measured - before}
        limit={bound}
        label={`${print(measured)} of at most ${print(bound)}`}
      />
      {isOver && reason.ceiling !== null ? (
        <p>
          Compliance may except up to <Measure units={BigInt(reason.ceiling)} reason={reason} asset={asset} />
          . At most <Measure units={BigInt(reason.headroom ?? '0')} reason={reason} asset={asset} /> goes
          without.
        </p>
      ) : null}
    </li>
  );
}

const NAMED = 4;

function Passed({ passed }: { readonly passed: readonly RuleResult[] }) {
  if (passed.length === 0) return null;
  return (
    <li>
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          <Status tone="ok" icon="severity-ok">
            within
          </Status>
          {passed.length} more:{' '}
          {passed
            .slice(0, NAMED)
            .map(({ rule }) => rule)
            .join(', ')}
          {passed.length > NAMED ? ', …' : ''}
        </summary>
        <ul className={styles.passed}>
          {passed.map(({ rule, words }) => (
            <li key={rule}>
              <code>
                <Said>{rule}</Said>
              </code>{' '}
              <Said>{words}</Said>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Who would have to act, by name. */
function Then({
  preview: { decision },
  requester,
}: {
  readonly preview: Preview;
  readonly requester: string;
}) {
  const { tier } = decision;
  const { data } = useRead(reads.people({}));
  if (decision.outcome === 'deny' || tier === null) return null;
  const places = tier.require.map((place) => {
    const { group, count, keys } = place;
    const people = whoConfirms(place, data?.data ?? [], { requester, now: serverNow() });
    const by = people.length === 0 ? '' : ` (${people.join(', ')})`;
    return `${String(count)} of ${group}${keys === 'evm' ? ' by wallet' : ''}${by}`;
  });
  return (
    <li>
      <p>
        <b>Then:</b> {decision.outcome === 'needs-exception' ? 'compliance excepts it; ' : ''}
        <Said>{places.join(' and ')}</Said> confirm
        {places.length === 1 && tier.require[0]?.count === 1 ? 's' : ''} it. Not you, because you ask for it.
      </p>
    </li>
  );
}

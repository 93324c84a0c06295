import type { UseQueryResult } from '@tanstack/react-query';
import type { LimitPage } from '../../../src/dry-runs/limits/limits.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { Hidden, isHidden } from '../../parts/hidden.js';
import { Said } from '../../parts/text.js';
import { useTitle } from '../../parts/title.js';
import { When } from '../../parts/when.js';
import { LimitLegend } from './limit-legend.js';
import { LimitTable } from './limit-table.js';
import { sentenceOf } from './limit-groups.js';

const EVERY_MS = 60_000;
const MOST = '200';

/** Every limit: what is free, held and used of it, and when more becomes free. */
export function LimitsPage() {
  useTitle('Limits');
  const limits = useRead(reads.limits({ limit: MOST }), { every: EVERY_MS });
  return (
    <div className="page page-wide">
      <div className="title">
        <h1>Limits</h1>
        <Intro limits={limits} />
      </div>
      {isHidden(limits.error) ? (
        <Hidden what="Limits" />
      ) : (
        <Answered of={limits} skeleton={<Bones lines={['bone-28 b-35', 'b-80', 'b-80', 'b-65']} />}>
          {(page) => <Limits page={page} />}
        </Answered>
      )}
    </div>
  );
}

function Intro({ limits: { data, error } }: { readonly limits: UseQueryResult<LimitPage> }) {
  if (data === undefined || isHidden(error)) return <p>What the policy lets through now.</p>;
  const { policy, at } = data;
  return (
    <p>
      What policy {policy.version} “<Said>{policy.name}</Said>” lets through now, as of <When at={at} />. A
      transfer is decided under locks: what is free here may be taken a moment later.
    </p>
  );
}

function Limits({ page: { data, others, nextCursor } }: { readonly page: LimitPage }) {
  return (
    <>
      {data.length === 0 ? (
        <div className="empty">
          <h2>No limit over time</h2>
          <p>The policy has no rule that counts over a window. What it asks of each transfer stands below.</p>
        </div>
      ) : (
        <>
          <LimitLegend />
          <LimitTable limits={data} />
        </>
      )}
      {nextCursor === null ? null : (
        <p className="small quiet gap">Only the first {data.length} are shown: sluice limits lists all.</p>
      )}
      <Others others={others} />
    </>
  );
}

function Others({ others }: Pick<LimitPage, 'others'>) {
  if (others.length === 0) return null;
  return (
    <section className="section" aria-labelledby="others">
      <div className="head">
        <h2 id="others">What else is asked of each transfer</h2>
        <p>By the words that people signed. Nothing is counted for these.</p>
      </div>
      <ul className="plain">
        {others.map((other) => (
          <li key={other.rule}>
            <Said>{sentenceOf(other)}</Said>{' '}
            <code className="quiet">
              <Said>{other.rule}</Said>
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}

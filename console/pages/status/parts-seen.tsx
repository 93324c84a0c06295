import type {
  DatabaseHealth,
  JobsHealth,
  RegisterHealth,
  RelayerHealth,
  SelfTestHealth,
} from '../../../src/health/parts/health-parts.contract.js';
import { Amount, grouped } from '../../parts/amount.js';
import { Hex } from '../../parts/hex.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import styles from './status.module.css';

export function SelfTestSeen({ test: { ok, at, next } }: { readonly test: SelfTestHealth }) {
  return (
    <dl className={`facts gap ${styles.facts ?? ''}`}>
      <dt>{ok ? 'passed' : 'last run'}</dt>
      <dd>{at === null ? 'never' : <When at={at} isWhole />}</dd>
      <dt>next</dt>
      <dd>
        <When at={next} isWhole />
      </dd>
    </dl>
  );
}

export function RelayerSeen({ relayers }: { readonly relayers: readonly RelayerHealth[] }) {
  return (
    <dl className={`facts gap ${styles.facts ?? ''}`}>
      {relayers.map(({ address, balance, low }) => [
        <dt key={`${address} is`}>{low ? <Low /> : 'key'}</dt>,
        <dd key={address}>
          <Hex value={address} name="Relayer" />
          <br />
          <span className="quiet">
            has <Amount value={balance} /> coins of the chain
          </span>
        </dd>,
      ])}
    </dl>
  );
}

function Low() {
  return (
    <Status tone="wait" icon="severity-warn">
      low
    </Status>
  );
}

export function JobsSeen({ jobs: { waiting, oldest, failing } }: { readonly jobs: JobsHealth }) {
  return (
    <dl className={`facts gap ${styles.facts ?? ''}`}>
      <dt>due, not begun</dt>
      <dd>
        {grouped(String(waiting))}
        {oldest === null ? null : (
          <>
            , the oldest since <When at={oldest} />
          </>
        )}
      </dd>
      {failing.map(({ job, tries, nextAt }) => [
        <dt key={`${job} is`}>failed {tries} times</dt>,
        <dd key={job}>
          <code>
            <Said>{job}</Said>
          </code>
          , tried again <When at={nextAt} />
        </dd>,
      ])}
    </dl>
  );
}

export function DatabaseSeen({ database: { clockSkewMs } }: { readonly database: DatabaseHealth }) {
  const ahead = clockSkewMs >= 0 ? 'ahead of' : 'behind';
  return (
    <dl className={`facts gap ${styles.facts ?? ''}`}>
      <dt>clocks</dt>
      <dd>
        this process is {grouped(String(Math.abs(clockSkewMs)))} ms {ahead} the database, by which everything
        is decided
      </dd>
    </dl>
  );
}

export function RegisterSeen({ register: { acts, head } }: { readonly register: RegisterHealth }) {
  return (
    <dl className={`facts gap ${styles.facts ?? ''}`}>
      <dt>signed acts</dt>
      <dd>{grouped(String(acts))}</dd>
      <dt>its head</dt>
      <dd>
        <Hex value={head} name="Head of the register" />
      </dd>
    </dl>
  );
}

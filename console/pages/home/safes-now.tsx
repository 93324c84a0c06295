import { Link } from '@tanstack/react-router';
import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { useNow } from '../../parts/clock.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { span } from '../../parts/when.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

const EVERY_MS = 30_000;
const SECOND = 1_000;

/** Each Safe in one line: as pinned or not, frozen or not, and how far Sluice can hold it. */
export function SafesNow() {
  const safes = useRead(reads.safes);
  return (
    <section aria-labelledby="safes-now">
      <div className="head">
        <h2 id="safes-now">Safes</h2>
      </div>
      <Answered of={safes} skeleton={<Bones />}>
        {({ data }) => (
          <ul className={styles.rows}>
            {data.map((safe) => (
              <Row key={safe.id} safe={safe} />
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}

function Row({ safe }: { readonly safe: SafeView }) {
  const { data: detail } = useRead(reads.safe(safe.id), { every: EVERY_MS });
  const now = useNow() * SECOND;
  return (
    <li className={styles.three}>
      <b>
        <Link to="/safes/$id" params={{ id: safe.id }}>
          <Said>{safe.label}</Said>
        </Link>
      </b>
      <Standing safe={safe} isAsPinned={detail?.profileCheck?.ok} />
      <span>
        {detail?.nonce == null ? '' : `nonce ${detail.nonce} `}
        <span className={safe.enforcement === 'advisory' ? 'st st-wait' : 'st st-ok'}>
          <Icon name={safe.enforcement === 'advisory' ? 'severity-warn' : 'severity-ok'} />
          {safe.enforcement}
        </span>{' '}
        <span className="quiet">
          {safe.frozen ? (
            <>
              “<Said>{safe.frozen.reason}</Said>”
            </>
          ) : detail?.lookedAt == null ? (
            <Said>{detail?.unavailable?.reason ?? ''}</Said>
          ) : (
            `looked at ${span(now - Date.parse(detail.lookedAt))} ago`
          )}
        </span>
      </span>
    </li>
  );
}

function Standing({
  safe,
  isAsPinned,
}: {
  readonly safe: SafeView;
  readonly isAsPinned: boolean | undefined;
}) {
  if (safe.frozen)
    return (
      <Status tone="frozen" icon="state-frozen">
        frozen
      </Status>
    );
  if (isAsPinned === undefined)
    return (
      <Status tone="neutral" icon="state-todo">
        not read
      </Status>
    );
  return isAsPinned ? (
    <Status tone="ok" icon="severity-ok">
      as pinned
    </Status>
  ) : (
    <Status tone="stop" icon="severity-critical">
      changed
    </Status>
  );
}

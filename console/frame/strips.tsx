import { Link } from '@tanstack/react-router';
import type { FreezeView } from '../../src/safes/freezes.contract.js';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { closingQuote } from '../parts/closing-quote.js';
import { Icon } from '../parts/icon.js';
import { Said } from '../parts/text.js';
import { Told } from '../parts/told.js';
import { When } from '../parts/when.js';
import { StandstillStrip } from './standstill-strip.js';
import styles from './strips.module.css';

const EVERY_MS = 60_000;
/** More than these would push the page out of sight. */
const SHOWN = 3;

/** What everybody has to know on every page: what is frozen, what is wrong with the log, and where this is. */
export function Strips() {
  const { data: freezes } = useRead(reads.freezes({ standing: 'true' }), { every: EVERY_MS });
  const standing = freezes?.data ?? [];
  const more = standing.length - SHOWN;
  return (
    <>
      <StandstillStrip />
      {standing.slice(0, SHOWN).map((freeze) => (
        <FrozenStrip key={freeze.id} freeze={freeze} />
      ))}
      {more > 0 ? (
        <div className="strip strip-frozen">
          <Icon name="state-frozen" />
          <p>
            <Link to="/freezes">
              And {more} more {more === 1 ? 'freeze stands' : 'freezes stand'}
              {freezes?.nextCursor == null ? '' : ' at least'}
            </Link>
          </p>
        </div>
      ) : null}
      <PartStrips />
      <PlaceStrip />
    </>
  );
}

function FrozenStrip({
  freeze: { id, scope, reason, actor, actorName, at },
}: {
  readonly freeze: FreezeView;
}) {
  const { data: safes } = useRead(reads.safes);
  const label = safes?.data.find((safe) => safe.id === scope)?.label ?? 'A Safe';
  return (
    <div className="strip strip-frozen">
      <Icon name="state-frozen" />
      <p>
        <b>
          {scope === 'all' ? (
            'All Safes are frozen'
          ) : (
            <>
              <Said>{label}</Said> is frozen
            </>
          )}
        </b>{' '}
        by {actorName === null ? byWhat(actor) : <Said>{actorName}</Said>}, <When at={at} />: “
        <Told>{reason}</Told>
        {closingQuote(reason)} Nothing{scope === 'all' ? '' : ' of it'} is cleared, relayed or sent.{' '}
        <Link to="/freezes" hash={id}>
          How it ends
        </Link>
      </p>
    </div>
  );
}

function byWhat(actor: string): string {
  return actor === 'system' ? 'Sluice itself' : 'a service';
}

/** Parts that every check waits for, and what is said of one that is not as it should be. */
const PARTS = {
  log: 'The log is not as it should be.',
  providers: 'The chain cannot be read as it has to be.',
} as const;

function PartStrips() {
  const { data: health } = useRead(reads.health, { every: EVERY_MS });
  if (!health) return null;
  return (Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) => (
    <PartStrip key={part} part={part} found={health[part]} />
  ));
}

interface PartStripProps {
  readonly part: keyof typeof PARTS;
  readonly found: { readonly status: string; readonly words: string };
}

function PartStrip({ part, found: { status, words } }: PartStripProps) {
  if (status === 'ok' || status === 'unknown') return null;
  return (
    <div className={`strip ${(status === 'down' ? styles.stop : styles.wait) ?? ''}`}>
      <Icon name={status === 'down' ? 'severity-critical' : 'severity-warn'} />
      <p>
        <b>{PARTS[part]}</b> <Said>{words}</Said>{' '}
        <Link to="/status" hash={part}>
          What waits for it
        </Link>
      </p>
    </div>
  );
}

/** One line for what is always so: a sandbox, and Safes whose owners can go round Sluice. */
function PlaceStrip() {
  const { data: installation } = useRead(reads.installation);
  const { data: safes } = useRead(reads.safes);
  const advisory = safes?.data.filter(({ enforcement }) => enforcement === 'advisory') ?? [];
  if (installation?.isSandbox !== true && advisory.length === 0) return null;
  return (
    <div className={`strip ${styles.place ?? ''}`}>
      {installation?.isSandbox ? (
        <span>Sandbox: nothing here has value. Chain {installation.chain.id}.</span>
      ) : null}
      {advisory.length > 0 ? <Advisory safes={advisory} /> : null}
    </div>
  );
}

const NAMED = 3;

function Advisory({ safes }: { readonly safes: readonly { readonly id: string; readonly label: string }[] }) {
  const rest = safes.length - NAMED;
  return (
    <span>
      Advisory:{' '}
      {safes.slice(0, NAMED).map(({ id, label }, at) => (
        <span key={id}>
          {at === 0 ? '' : ', '}
          <Link to="/safes/$id" params={{ id }} hash="enforcement">
            <Said>{label}</Said>
          </Link>
        </span>
      ))}
      {rest > 0 ? ` and ${String(rest)} more` : ''}. Owners who sign elsewhere go round Sluice.
    </span>
  );
}

import { Link, useParams } from '@tanstack/react-router';
import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { closingQuote } from '../../parts/closing-quote.js';
import { Hex } from '../../parts/hex.js';
import { Say } from '../../parts/say.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { useTitle } from '../../parts/title.js';
import { useHashTarget } from '../../parts/use-hash-target.js';
import { When } from '../../parts/when.js';
import { EnforcementMark } from './enforcement-mark.js';
import { ExposureHistory } from './exposure-history.js';
import { SafeBalances } from './safe-balances.js';
import { SafeEnforcement } from './safe-enforcement.js';
import { SafeFindings } from './safe-findings.js';
import { SafeExposure } from './safe-exposure.js';
import { SafeOwners } from './safe-owners.js';
import { SafeProfile } from './safe-profile.js';
import { SafeStanding } from './safe-standing.js';
import styles from './safes.module.css';

const EVERY_MS = 30_000;

/** One Safe: what the chain shows of it now, against what was pinned, and what may leave it. */
export function SafePage() {
  const { id } = useParams({ from: '/framed/safes/$id' });
  const safe = useRead(reads.safe(id), { every: EVERY_MS });
  useTitle(safe.data?.label ?? 'Safe');
  useHashTarget(safe.data !== undefined);
  return (
    <div className="page">
      <Answered
        of={safe}
        thing="Safe"
        skeleton={<Bones lines={['b-35', 'bone-28 b-50', 'b-65', 'b-80', 'b-80']} />}
      >
        {(detail) => (
          <>
            <Head safe={detail} />
            <SafeFindings id={detail.id} />
            <SafeBalances safe={detail} />
            <SafeExposure id={detail.id} threshold={detail.profile.threshold} />
            <ExposureHistory id={detail.id} />
            <SafeProfile safe={detail} />
            <SafeEnforcement safe={detail} />
            <SafeOwners profile={detail.profile} />
          </>
        )}
      </Answered>
    </div>
  );
}

function Head({ safe }: { readonly safe: SafeDetail }) {
  const { label, address, chainId, frozen, nonce, enforcement, lookedAt, block, unavailable } = safe;
  return (
    <header>
      <div className="row">
        <SafeStanding frozen={frozen !== null} detail={safe} isChip />
        {enforcement === null ? null : <EnforcementMark enforcement={enforcement} />}
        <span className="small quiet">
          {nonce === null ? null : <>next nonce {nonce}, </>}
          chain {chainId}
          {block === null || lookedAt === null ? null : (
            <>
              , block {block.number}, looked at <When at={lookedAt} />
            </>
          )}
        </span>
      </div>
      <h1 className={styles.label}>
        <Said>{label}</Said>
      </h1>
      <p>
        <Hex value={address} name={label} />
      </p>
      <p className="why">
        <Lane safe={safe} />
      </p>
      {frozen === null ? null : (
        <div className="gap">
          <Say
            tone="frozen"
            title={frozen.scope === 'all' ? 'All Safes are frozen' : `${label} is frozen`}
            acts={
              <Link className="btn btn-small btn-frozen" to="/freezes" hash={frozen.id}>
                How it ends
              </Link>
            }
          >
            <p>
              Since <When at={frozen.at} isWhole />: “<Told>{frozen.reason}</Told>
              {closingQuote(frozen.reason)} Nothing of this Safe is cleared, relayed or sent; what owners have
              signed can still be executed.
              {frozen.standing > 1
                ? ` ${String(frozen.standing)} freezes stand, and all have to be lifted.`
                : ''}
            </p>
          </Say>
        </div>
      )}
      {unavailable === null ? null : (
        <div className="gap">
          <Say tone="wait" title="The chain could not be read">
            <p>
              <Said>{unavailable.reason}</Said> Nothing of this Safe can be decided meanwhile, and nothing
              moves. The page asks again by itself.
            </p>
            <p className="code-line">
              <code>
                <Said>{unavailable.code}</Said>
              </code>
            </p>
          </Say>
        </div>
      )}
    </header>
  );
}

/** Why the next transfer of this Safe waits, if it does. */
function Lane({ safe: { lane, frozen } }: { readonly safe: SafeDetail }) {
  const { holder, state, queued } = lane;
  const waiting = queued === 0 ? '' : ` ${String(queued)} ${queued === 1 ? 'waits' : 'wait'} behind it.`;
  if (holder === null)
    return (
      <>
        Its lane is free{frozen === null ? ': the next transfer is examined at once' : ''}.{waiting}
      </>
    );
  return (
    <>
      <Link to="/transfers/$id" params={{ id: holder }}>
        One transfer
      </Link>{' '}
      is in its lane
      {state === null ? null : (
        <>
          : <StateMark state={state} />
        </>
      )}
      . {waiting === '' ? 'Nothing waits behind it.' : waiting.trim()}
    </>
  );
}

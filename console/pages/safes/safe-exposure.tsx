import { Link } from '@tanstack/react-router';
import type { ExposureView } from '../../../src/safe-api/safes.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Bones } from '../../parts/bones.js';
import { Answered } from '../../parts/answered.js';
import { Hidden, isHidden } from '../../parts/hidden.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { When } from '../../parts/when.js';
import styles from './safes.module.css';

interface SafeExposureProps {
  readonly id: string;
  readonly threshold: number;
}

/** What owners have signed, or were asked to, and the chain has not used: it can leave whatever Sluice does. */
export function SafeExposure({ id, threshold }: SafeExposureProps) {
  const exposure = useRead(reads.exposure(id));
  return (
    <section aria-labelledby="exposure">
      <div className="head">
        <h2 id="exposure">Signed, and not executed</h2>
        <p>An owner’s signature does not expire. Only the chain’s use of the nonce ends it.</p>
      </div>
      {isHidden(exposure.error) ? (
        <Hidden what="Exposures" />
      ) : (
        <Answered of={exposure} skeleton={<Bones lines={['b-65']} />}>
          {(data) => <Exposed exposure={data} threshold={threshold} />}
        </Answered>
      )}
    </section>
  );
}

function Exposed({ exposure, threshold }: { readonly exposure: ExposureView; readonly threshold: number }) {
  const { liveHashes, worstCases } = exposure;
  if (liveHashes.length === 0)
    return <p className="small">Nothing. No owner was asked to sign anything that is still open.</p>;
  return (
    <>
      <p>
        {worstCases.length === 0 ? (
          'Nothing can leave by it.'
        ) : (
          <>
            At most{' '}
            {worstCases.map(({ asset, amount }, at) => (
              <b key={asset.id}>
                {at === 0 ? '' : ' and '}
                <Amount value={amount} unit={asset.symbol} />
              </b>
            ))}{' '}
            can leave by it
            {liveHashes.some(({ executableByAnyone }) => executableByAnyone)
              ? ': enough owners have signed.'
              : `, once ${String(threshold)} owners have signed.`}
          </>
        )}
      </p>
      <ul className="plain gap">
        {liveHashes.map((hash) => (
          <Live key={hash.safeTxHash} hash={hash} />
        ))}
      </ul>
    </>
  );
}

function Live({ hash }: { readonly hash: ExposureView['liveHashes'][number] }) {
  const { kind, transfer, safeTxHash, nonce, amount, asset, destination, signatures, since, cancel } = hash;
  return (
    <li className={styles.live}>
      <div>
        {hash.executableByAnyone ? (
          <Status tone="stop" icon="severity-critical">
            executable
          </Status>
        ) : (
          <Status tone="accent" icon="state-signed">
            {`${String(signatures.have)} of ${String(signatures.threshold)}`}
          </Status>
        )}
      </div>
      <div>
        <p>
          <Link to="/transfers/$id" params={{ id: transfer }}>
            {kind === 'cancel' ? (
              <>The burn of nonce {nonce}</>
            ) : (
              <>
                <Amount value={amount} unit={asset.symbol} /> at nonce {nonce}
              </>
            )}
          </Link>
          {kind === 'cancel' ? ': nothing leaves by it' : null}, since <When at={since} isWhole />
          {hash.executableByAnyone ? '. Whoever has the signatures can execute it.' : '.'}
        </p>
        {kind === 'cancel' ? null : (
          <p className={`quiet ${styles.to ?? ''}`}>
            to <Hex value={destination.address} name="Destination" />
          </p>
        )}
        {kind === 'cancel' ? null : <p className="quiet">{cancelWords(cancel)}</p>}
        <details className="fold">
          <summary>
            <Icon name="act-right" />
            Hash and owners
          </summary>
          <p className="quiet">What owners sign, the Safe’s hash of the transaction:</p>
          <p>
            <Hex value={safeTxHash} name="Safe transaction hash" />
          </p>
          <p className="quiet">
            {signatures.owners.length === 0 ? 'No owner has signed it yet.' : 'Signed by the owners'}
          </p>
          <ul>
            {signatures.owners.map((owner) => (
              <li key={owner}>
                <Hex value={owner} name="Owner" />
              </li>
            ))}
          </ul>
        </details>
      </div>
    </li>
  );
}

function cancelWords(cancel: ExposureView['liveHashes'][number]['cancel']): string {
  if (cancel === 'none') return 'Nobody has asked to cancel it.';
  if (cancel === 'asked') return 'A cancel is asked for.';
  return `Its cancel is signed by ${String(cancel.signatures)} of ${String(cancel.threshold)} owners.`;
}

import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Answered } from '../../parts/answered.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

/** What owners have signed, or were asked to, and the chain has not used yet. */
export function SignedNotExecuted() {
  const exposures = useRead(reads.exposures);
  return (
    <Answered of={exposures} skeleton={<Bones />}>
      {({ data }) => {
        const live = data.flatMap((safe) =>
          safe.liveHashes.map((hash) => ({ ...hash, safe: safe.safeLabel })),
        );
        if (live.length === 0) return null;
        return (
          <section aria-labelledby="signed">
            <div className="head">
              <h2 id="signed">Signed but not executed</h2>
              <p>
                An owner’s signature does not expire. Until the chain has used the nonce, whoever has enough
                of them can execute it.
              </p>
            </div>
            <ul className={styles.rows}>
              {live.map(({ safeTxHash, transfer, kind, safe, nonce, amount, asset, signatures, since }) => (
                <li key={safeTxHash}>
                  <Status tone="accent" icon="state-signed">
                    {kind === 'cancel' ? 'cancel' : 'signed'}
                  </Status>
                  <span>
                    {kind === 'cancel' ? 'Nothing' : <Amount value={amount} unit={asset.symbol} />} from{' '}
                    <Said>{safe}</Said>, nonce {nonce},{' '}
                    <span className="quiet">
                      {signatures.have} of {signatures.threshold} owners since <When at={since} />
                    </span>
                  </span>
                  <Link to="/transfers/$id" params={{ id: transfer }}>
                    Open
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      }}
    </Answered>
  );
}

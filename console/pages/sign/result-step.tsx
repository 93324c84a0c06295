import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Hex } from '../../parts/hex.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';

type Signed = TransferDetail['ownerSignatures'][number];

interface ResultStepProps {
  readonly requested: Requested;
  readonly signed: readonly Signed[];
  /** The reader's own keys. */
  readonly own: readonly string[];
  readonly digest: string;
}

/** Who has signed, over which digest, and how many are still missing. */
export function ResultStep({ requested, signed, own, digest }: ResultStepProps) {
  const { threshold, missing } = requested;
  const mine = signed.filter(({ owner }) => own.includes(owner));
  return (
    <>
      <h2>Result</h2>
      <div aria-live="polite">
        {mine.map(({ owner }) => (
          <div key={owner} className={styles.verified}>
            <Status tone="ok" icon="severity-ok">
              Verified
            </Status>
            <p>
              Your signature recovers to <Hex value={owner} name="your owner’s key" /> over the digest{' '}
              <Hex value={digest} name="EIP-712 Digest" />
            </p>
          </div>
        ))}
        <p>
          <b>
            {signed.length} of {threshold}
          </b>
          {signed.length === 0
            ? '. Once you have signed, it says here which address the signature recovers to, over which digest.'
            : missing === 0
              ? '. That is enough; it is sent without anybody’s doing.'
              : `. ${missing === 1 ? 'One more is needed.' : `${String(missing)} more are needed.`}`}
        </p>
      </div>
      {signed.length === 0 ? null : (
        <ul className={`plain ${styles.signed ?? ''}`}>
          {signed.map(({ owner, person, personName, at, counts }) => (
            <li key={owner}>
              <b>
                <Said>{personName ?? person}</Said>
              </b>{' '}
              at <When at={at} isWhole />
              {counts ? null : <span className="stop">, which does not count any more</span>}{' '}
              {own.includes(owner) ? null : (
                <Hex value={owner} name={`owner’s key of ${personName ?? person}`} />
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

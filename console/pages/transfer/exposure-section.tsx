import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { closingQuote } from '../../parts/closing-quote.js';
import { ownersSigned } from '../../parts/owners-signed.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { When } from '../../parts/when.js';

const EXPOSED: readonly string[] = ['relayed', 'signed', 'submitted', 'cancelling'];

/** What owners have signed and the chain has not executed yet: it does not expire. */
export function ExposureSection({ transfer }: { readonly transfer: TransferDetail }) {
  const { state, ownerSignatures, nonce, safe } = transfer;
  const { data: pinned } = useRead(reads.safe(safe.id));
  const isCancelling = state === 'cancelling';
  const { data: cancel } = useRead(reads.cancel(transfer.id), { isWanted: isCancelling });
  if (!EXPOSED.includes(state)) return null;
  const own = ownerSignatures.filter(
    ({ counts, safeTxHash }) => counts && safeTxHash === transfer.digests?.eip712Digest,
  );
  const threshold = pinned?.profile.threshold;
  const isWhole = threshold !== undefined && own.length >= threshold;
  return (
    <section aria-labelledby="exposure">
      <div className="head">
        <h2 id="exposure">What is exposed</h2>
      </div>
      <Say
        tone={own.length === 0 ? 'ok' : 'wait'}
        title={
          own.length === 0
            ? 'No owner has signed it yet'
            : isWhole
              ? 'Anybody can execute it now'
              : `${ownersSigned(own.length, threshold ?? null)} it`
        }
      >
        <p>
          {own.length === 0 ? (
            'As long as no owner signs, nobody can execute it.'
          ) : (
            <>
              What they signed does not expire, frozen or not. Only using nonce {nonce ?? ''} of{' '}
              <Said>{safe.label}</Said> on the chain for something else ends it.
            </>
          )}
        </p>
      </Say>
      {cancel === undefined ? null : (
        <div className="gap">
          <Say tone="wait" title="Its cancel">
            <p>
              Asked for at <When at={cancel.since} />: “<Told>{cancel.why}</Told>
              {closingQuote(cancel.why)}{' '}
              {ownersSigned(cancel.ownerSignatures.burn, cancel.ownerSignatures.threshold)} the burn of nonce{' '}
              {cancel.nonce}.
            </p>
          </Say>
        </div>
      )}
    </section>
  );
}

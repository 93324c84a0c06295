import { type Cancellation, burnWords } from '../../domain/confirmations/cancellation-statement.js';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import type { ProvenTransfer } from '../../domain/evidence/verify-transfer.js';
import { canonicalText } from '../../domain/simulation/effects.js';
import { buildCancel } from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseUtc, printUtc } from '../../domain/values/time.js';
import type { CancelView } from '../../signature-relay/cancels.contract.js';
import { mismatched, refused } from '../terminal/failures.js';
import { notCleared } from './clearance-statement.js';

/**
 * What somebody signs who answers a cancel: the burn of the transfer's nonce, made here from the evidence of the
 * transfer. The evidence of the cancel itself is kept from all but the Safe's signers until the nonce is used; whoever
 * has it gets it held against what is asked.
 */
export function cancellationShown(
  { id, state, revision, intent, names, cleared, cancel: proven }: ProvenTransfer,
  { burn, cancelledSafeTxHash, why }: CancelView,
): { readonly cancellation: Cancellation; readonly rows: readonly Row[] } {
  if (burn === null) throw refused(`the cancel of ${id} is still being examined`);
  if (cleared === null) throw notCleared(id, state);
  const { nonce, safeTxHash, words: transferWords } = cleared.as;
  const { digest } = safeTxDigests(buildCancel(intent.safe, nonce), intent.chainId, intent.safe);
  const safe = { label: names.safe, address: intent.safe };
  const words = burnWords({ nonce, transferId: id, safe, words: transferWords });
  const provenBurn = proven && 'burn' in proven ? proven.burn : null;
  const asked = {
    ...{ safeTxHash: digest, effectsDigest: parseBytes32(burn.effectsDigest), words },
    expiresAt: parseUtc(burn.expiresAt),
  };
  if (
    digest !== burn.safeTxHash ||
    words !== burn.words ||
    cancelledSafeTxHash !== safeTxHash ||
    (provenBurn !== null && canonicalText(provenBurn) !== canonicalText(asked)) ||
    (proven !== null && proven.why !== why)
  )
    throw mismatched(
      `nothing was signed: what is asked is not the burn of nonce ${nonce.toString()} of ${id}`,
    );
  const { effectsDigest, expiresAt } = asked;
  return {
    cancellation: {
      ...{ chainId: intent.chainId, safe: intent.safe, transferId: id, revision, words, nonce },
      ...{ cancelledSafeTxHash: safeTxHash, cancelSafeTxHash: digest, effectsDigest, expiresAt },
    },
    rows: [
      { name: 'Burns', value: `nonce ${nonce.toString()} of ${names.safe}; it moves nothing` },
      { name: 'Safe address', value: inGroups(intent.safe) },
      { name: 'Cancels', value: transferWords },
      { name: 'Because', value: why },
      { name: 'Until', value: printUtc(expiresAt) },
      { name: 'Burn hash', value: inGroups(digest) },
    ],
  };
}

import type { Cancellation } from '../../domain/confirmations/cancellation.js';
import { burnWords } from '../../domain/confirmations/cancellation.js';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import { buildCancel } from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { parseUtc } from '../../domain/values/time.js';
import type { CancelView } from '../../signature-relay/cancels.contract.js';
import { mismatched, refused } from '../terminal/failures.js';
import { clearedAs, rebuilt, wordsShown } from './clearance-statement.js';
import { type WholeTransfer, intentShown } from './shown-intent.js';

/** What somebody signs who answers a cancel: the burn of the transfer's nonce, made here from Safe and nonce. */
export async function cancellationShown(
  transfer: WholeTransfer,
  cancel: CancelView,
  chainId: number,
): Promise<{ readonly cancellation: Cancellation; readonly rows: readonly Row[] }> {
  const { burn } = cancel;
  if (burn === null) throw refused(`the cancel of ${transfer.id} is still being examined`);
  const intent = await intentShown(transfer, chainId);
  const cleared = clearedAs(transfer);
  const nonce = BigInt(cleared.nonce);
  const { digest } = safeTxDigests(buildCancel(intent.safe, nonce), intent.chainId, intent.safe);
  const transferId = parseId('tr', transfer.id);
  const words = burnWords({
    ...{ nonce, transferId, safe: { label: transfer.safe.label, address: intent.safe } },
    words: wordsShown(transfer, intent),
  });
  // The transfer's own hash is made again too: it is what the burn says that it cancels.
  const { safeTxHash } = rebuilt(transfer, intent, cleared.nonce);
  if (
    safeTxHash !== cleared.safeTxHash ||
    digest !== burn.safeTxHash ||
    words !== burn.words ||
    cancel.cancelledSafeTxHash !== cleared.safeTxHash
  )
    throw mismatched(
      `nothing was signed: what is asked is not the burn of nonce ${cleared.nonce} of ${transfer.id}`,
    );
  return {
    cancellation: {
      ...{
        chainId: intent.chainId,
        safe: intent.safe,
        transferId,
        revision: transfer.revision,
        words,
        nonce,
      },
      ...{ cancelledSafeTxHash: parseBytes32(cleared.safeTxHash), cancelSafeTxHash: digest },
      ...{ effectsDigest: parseBytes32(burn.effectsDigest), expiresAt: parseUtc(burn.expiresAt) },
    },
    rows: [
      { name: 'Burns', value: `nonce ${cleared.nonce} of ${transfer.safe.label}; it moves nothing` },
      { name: 'Safe address', value: inGroups(intent.safe) },
      { name: 'Cancels', value: wordsShown(transfer, intent) },
      { name: 'Because', value: cancel.why },
      { name: 'Until', value: burn.expiresAt },
      { name: 'Burn hash', value: inGroups(digest) },
    ],
  };
}

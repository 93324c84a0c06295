import type { Intent } from '../../../src/domain/transfers/intent.js';
import { buildSafeTransaction } from '../../../src/domain/transfers/safe-transaction.js';
import { type SafeTxDigests, safeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import { parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { type Checked, NOTHING, checked, unreadable } from './check.js';
import type { ClearedView } from './clearance-checks.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { intendedMovement } from './intended-movement.js';
import { movedChecks } from './sentence-checks.js';
import { movesCheck } from './shown-effects.js';

/** What is left to hold together once people have confirmed: the intent, and the transaction that it builds. */
export interface MadeHashes {
  readonly intent: Intent;
  /** Null of a transfer that is not cleared. */
  readonly safeTx: SafeTxDigests | null;
}

export function checkHashes(
  transfer: WholeTransfer,
  cleared: ClearedView | undefined,
  chainId: number,
): Checked<MadeHashes> {
  const intended = checkIntent(transfer, chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  if (!cleared) return checked([], { intent, safeTx: null });
  const said = parseTransferWords(cleared.words ?? '');
  if (!said)
    return unreadable('Sentence', {
      cause: new Error('no sentence of a transfer'),
      sent: cleared.words ?? NOTHING,
    });
  try {
    const movement = intendedMovement(intent, transfer.asset);
    const nonce = BigInt(cleared.nonce);
    const safeTx = safeTxDigests(buildSafeTransaction(movement, nonce), intent.chainId, intent.safe);
    const { effects } = transfer;
    return checked(
      [
        ...movedChecks(said, intent, transfer.asset),
        { what: 'safeTxHash', computed: safeTx.digest, sent: cleared.safeTxHash },
        ...(effects === null ? [] : [movesCheck(effects, { safe: intent.safe, movement, nonce })]),
      ],
      { intent, safeTx },
    );
  } catch (cause) {
    return unreadable('safeTxHash', { cause, sent: cleared.safeTxHash });
  }
}

import type { Intent } from '../../../src/domain/transfers/intent.js';
import { buildSafeTransaction } from '../../../src/domain/transfers/safe-transaction.js';
import { type SafeTxDigests, safeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import { type Checked, checked, unreadable } from './check.js';
import type { ClearedView } from './clearance-checks.js';
import { type WholeTransfer, checkIntent } from './intent-checks.js';
import { intendedMovement } from './intended-movement.js';

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
  try {
    const transaction = buildSafeTransaction(intendedMovement(intent, transfer.asset), BigInt(cleared.nonce));
    const safeTx = safeTxDigests(transaction, intent.chainId, intent.safe);
    return checked([{ what: 'safeTxHash', computed: safeTx.digest, sent: cleared.safeTxHash }], {
      intent,
      safeTx,
    });
  } catch (cause) {
    return unreadable('safeTxHash', { cause, sent: cleared.safeTxHash });
  }
}

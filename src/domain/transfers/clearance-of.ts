import type { Clearance } from '../confirmations/clearance.js';
import type { ClearedAs, Transfer } from './transfer.js';

/** A transfer with what it was cleared as. Together they are all that a clearance states. */
export type ClearedTransfer = Transfer & { readonly evidence: { readonly cleared: ClearedAs } };

export function isCleared(transfer: Transfer): transfer is ClearedTransfer {
  return 'cleared' in transfer.evidence;
}

/** What a transfer was cleared as; also of one whose nonce was burnt. */
export function clearedOf(transfer: Transfer): ClearedAs | undefined {
  if (isCleared(transfer)) return transfer.evidence.cleared;
  return transfer.state === 'cancelled' ? transfer.evidence.burnt?.cleared : undefined;
}

export function clearanceOf(transfer: ClearedTransfer): Clearance {
  return clearanceBy(transfer, transfer.evidence.cleared);
}

/** What people confirmed of a transfer that was cleared, also of one whose nonce was burnt. */
export function confirmedClearanceOf(transfer: Transfer): Clearance | undefined {
  const cleared = clearedOf(transfer);
  return cleared && clearanceBy(transfer, cleared);
}

function clearanceBy(transfer: Transfer, cleared: ClearedAs): Clearance {
  const { intent } = transfer;
  return {
    chainId: intent.chainId,
    safe: intent.safe,
    transferId: transfer.id,
    revision: transfer.revision,
    words: cleared.words,
    intentHash: transfer.intentHash,
    safeTxHash: cleared.safeTxHash,
    effectsDigest: cleared.effectsDigest,
    policyHash: cleared.policyHash,
    exceptions: cleared.exceptions,
    expiresAt: intent.expiresAt,
  };
}

export function nonceWords(clearedFor: bigint, now: bigint): string {
  return `the Safe's nonce is ${now.toString()}, cleared for ${clearedFor.toString()}`;
}

/** What changed between two clearances of one transfer, in words. If empty, confirmations still stand (invariant 9). */
export function clearanceChanges(confirmed: ClearedAs, now: ClearedAs): readonly string[] {
  const changes: string[] = [];
  if (confirmed.nonce !== now.nonce) {
    changes.push(nonceWords(confirmed.nonce, now.nonce));
  }
  if (confirmed.words !== now.words) changes.push('the transfer reads otherwise now');
  if (confirmed.safeTxHash !== now.safeTxHash) changes.push('the Safe transaction hash changed');
  if (confirmed.effectsDigest !== now.effectsDigest) changes.push('the simulated effects changed');
  if (confirmed.policyHash !== now.policyHash) changes.push('another policy version is in force');
  if (confirmed.exceptions.join() !== now.exceptions.join()) changes.push('the policy exceptions changed');
  if (JSON.stringify([confirmed.tier, confirmed.require]) !== JSON.stringify([now.tier, now.require])) {
    changes.push('another quorum is required');
  }
  return changes;
}

import { type Transfer, isBeforeRelay } from '../transfers/transfer.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import type { GrantedException } from './granted-exception.js';
import { exceptionDigest } from './policy-exception.js';

export const EXCEPTION_STATUSES = ['open', 'used', 'expired', 'superseded'] as const;
export type ExceptionStatus = (typeof EXCEPTION_STATUSES)[number];

/**
 * The state of an exception. `used`: its transfer was relayed with it, so it never lifts anything again. `superseded`:
 * its officer signed a later one for the same rule, or the transfer ended without using it.
 */
export function exceptionStatus(
  granted: GrantedException,
  transfer: Transfer,
  { all, now }: { readonly all: readonly GrantedException[]; readonly now: UnixSeconds },
): ExceptionStatus {
  if (relayedOn(transfer).includes(exceptionDigest(granted.exception))) return 'used';
  if (all.some((each) => isLater(each, granted))) return 'superseded';
  if (now >= granted.exception.expiresAt) return 'expired';
  return isBeforeRelay(transfer) ? 'open' : 'superseded';
}

function relayedOn(transfer: Transfer): readonly Bytes32[] {
  return 'cleared' in transfer.evidence && !isBeforeRelay(transfer)
    ? transfer.evidence.cleared.exceptions
    : [];
}

function isLater(each: GrantedException, granted: GrantedException): boolean {
  const isSamePlace = each.personId === granted.personId && each.exception.rule === granted.exception.rule;
  // Ids are UUIDv7, which sort by creation time.
  return isSamePlace && each.id > granted.id;
}

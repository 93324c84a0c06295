import { type Refusal, refusal } from '../errors.js';
import type { Address } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';

/** When an address book entry may be paid. An absent member sets no limit. */
export interface DestinationTerm {
  readonly address: Address;
  readonly label: string;
  /** The end of its cooling-off. */
  readonly usableFrom?: UnixSeconds;
  readonly expiresAt?: UnixSeconds;
}

/** Whether an allowed destination is still cooling off, or must be approved again (THREATS C10, C13). */
export function destinationTermFault(
  destination: Address,
  entries: readonly DestinationTerm[],
  now: UnixSeconds | null,
): Refusal | undefined {
  const entry = entries.find((each) => each.address === destination);
  if (!entry || now === null) return undefined;
  const { label, usableFrom, expiresAt } = entry;
  if (usableFrom !== undefined && now < usableFrom) {
    return refusal(
      'DEST_COOLING_OFF',
      `${label} is new: it cools off for another ${String(usableFrom - now)} seconds`,
    );
  }
  if (expiresAt === undefined || now < expiresAt) return undefined;
  return refusal('ENTRY_EXPIRED', `the entry of ${label} expired ${String(now - expiresAt)} seconds ago`);
}

import { DomainError } from '../errors.js';
import type { Address } from '../values/address.js';
import { type Amount, parseAmount } from '../values/amount.js';
import type { PersonId } from '../values/identifier.js';

/** Wrong entries that one person may make for one revision. */
const REKEY_ATTEMPTS = 3;

/** What a confirmer enters from the ticket without having seen the transfer. */
export interface Rekeyed {
  /** The last 8 hexadecimal digits of the destination's address, in any case. */
  readonly destinationEnding: string;
  /** In whole units of the asset, as written. */
  readonly amount: string;
}

/** One comparison of such an entry. */
export interface Rekeying {
  readonly personId: PersonId;
  readonly revision: number;
  readonly matched: boolean;
}

/** The actual transfer, in smallest units. */
export interface RekeyedTransfer {
  readonly destination: Address;
  readonly amount: Amount;
  readonly decimals: number;
}

/** Whether the entry matches the transfer. It does not tell which part was wrong: the answer is one bit. */
export function rekeyMatches(entered: Rekeyed, { destination, amount, decimals }: RekeyedTransfer): boolean {
  const isEnding = /^[0-9a-fA-F]{8}$/.test(entered.destinationEnding);
  const isDestination = destination.slice(-8).toLowerCase() === entered.destinationEnding.toLowerCase();
  return isEnding && isDestination && amountOrNothing(entered.amount, decimals) === amount;
}

export type RekeyStanding =
  | { readonly kind: 'matched' }
  | { readonly kind: 'open'; readonly attemptsLeft: number }
  /** This person can no longer confirm this revision. */
  | { readonly kind: 'failed' };

/** Where one person stands with one revision. One match is final; without one, wrong entries are counted. */
export function rekeyStanding(
  entries: readonly Rekeying[],
  personId: PersonId,
  revision: number,
): RekeyStanding {
  const own = entries.filter((each) => each.personId === personId && each.revision === revision);
  if (own.some((each) => each.matched)) return { kind: 'matched' };
  const attemptsLeft = REKEY_ATTEMPTS - own.length;
  return attemptsLeft > 0 ? { kind: 'open', attemptsLeft } : { kind: 'failed' };
}

function amountOrNothing(text: string, decimals: number): Amount | undefined {
  try {
    return parseAmount(text, decimals);
  } catch (error) {
    if (error instanceof DomainError) return undefined; // no valid amount of this asset, so not this amount
    throw error;
  }
}

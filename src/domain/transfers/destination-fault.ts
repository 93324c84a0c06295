import { difference, isAlike } from '../address-book/lookalike.js';
import { type Surroundings, noDestination } from '../address-book/no-destination.js';
import { type ErrorCode, type Refusal, refusal } from '../errors.js';
import type { Address } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';
import type { DestinationTerm } from './destination-term.js';
import type { MovableAsset, Movement } from './safe-transaction.js';

/** The part of an address book entry that a movement is checked against. A registered `Destination` has it. */
export interface WorldDestination extends DestinationTerm {
  readonly chainId: number;
  /** The assets that it may receive; null if unlimited. */
  readonly assetIds: readonly string[] | null;
  readonly removedAt?: UnixSeconds | null;
}

export interface DestinationContext {
  readonly safe: Address | null;
  readonly chainId: number | null;
  readonly assets: readonly MovableAsset[];
  readonly destinations: readonly WorldDestination[];
}

export interface DestinationFault {
  readonly verdict: 'REFUSE' | 'REFUSE_AND_ALERT';
  readonly refusal: Refusal;
}

/**
 * What is wrong with a movement's destination (THREATS 4.3). Some addresses are never a destination, whatever the book
 * says. Otherwise it must be an entry of this chain, compared by all 20 bytes.
 */
export function destinationFault(
  { asset, destination }: Movement<MovableAsset>,
  context: DestinationContext,
): DestinationFault | undefined {
  const lost = noDestination(destination, surroundings(context));
  if (lost !== undefined)
    return refuse('DEST_NOT_ALLOWED', `${destination} is ${lost}: funds sent there are lost`);
  const entries = context.destinations.filter((each) => (each.removedAt ?? null) === null);
  const here = entries.filter((each) => each.chainId === context.chainId || context.chainId === null);
  const entry = here.find((each) => each.address === destination);
  if (entry) {
    if (entry.assetIds === null || entry.assetIds.includes(asset.id)) return undefined;
    return refuse('DEST_NOT_ALLOWED', `${entry.label} may not receive ${asset.symbol}`);
  }
  const alike = entries.find((each) => isAlike(destination, each.address));
  if (alike) {
    const reason = `${destination} is not ${alike.label} (${alike.address}), it only looks like it: ${difference(destination, alike.address)}`;
    return { verdict: 'REFUSE_AND_ALERT', refusal: refusal('DEST_LOOKALIKE', reason) };
  }
  const elsewhere = entries.find((each) => each.address === destination);
  const reason = elsewhere
    ? `${elsewhere.label} is listed for chain ${String(elsewhere.chainId)} only: on another chain the address may be someone else's`
    : `${destination} is not in the address book`;
  return refuse('DEST_NOT_ALLOWED', reason);
}

function surroundings({ safe, assets }: DestinationContext): Surroundings {
  const tokens = assets.filter((each) => each.kind === 'erc20');
  return { safes: safe === null ? [] : [safe], tokens };
}

function refuse(code: ErrorCode, reason: string): DestinationFault {
  return { verdict: 'REFUSE', refusal: refusal(code, reason) };
}

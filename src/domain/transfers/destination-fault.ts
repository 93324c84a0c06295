import { type ErrorCode, type Refusal, refusal } from '../errors.js';
import { knownLibrary } from '../safes/known-libraries.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';
import type { DestinationTerm } from './destination-term.js';
import type { MovableAsset, Movement } from './safe-transaction.js';

/** An address book entry as far as a movement is held against it. A registered `Destination` is one. */
export interface WorldDestination extends DestinationTerm {
  readonly chainId: number;
  /** The assets that it may receive; null if the entry does not limit them. */
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

// Sent there, funds are gone: nobody has the key.
const BURN: readonly string[] = [
  '0x000000000000000000000000000000000000dEaD',
  '0xdEAD000000000000000042069420694206942069',
  '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
  '0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF',
];

// Precompiles and system contracts of all chains sit below: 0x01 to 0x11, 0x100 (P-256), 0x1010 (POL's own alias).
const SYSTEM_END = 0x10000n;

// How many leading and trailing hex digits wallets show; the losses of December 2025 matched 3 and 4 (THREATS C01).
const ALIKE_DIGITS = 3;

/**
 * Whether a movement may go where it goes (THREATS 4.3). Some addresses are no destination, whatever the book says;
 * of the others only the entries of this chain are, compared by all 20 bytes.
 */
export function destinationFault(
  { asset, destination }: Movement<MovableAsset>,
  context: DestinationContext,
): DestinationFault | undefined {
  const lost = lostAt(destination, context);
  if (lost !== undefined)
    return refuse('DEST_NOT_ALLOWED', `${destination} is ${lost}: funds sent there are lost`);
  const entries = context.destinations.filter((each) => (each.removedAt ?? null) === null);
  const here = entries.filter((each) => each.chainId === context.chainId || context.chainId === null);
  const entry = here.find((each) => each.address === destination);
  if (entry) {
    if (entry.assetIds === null || entry.assetIds.includes(asset.id)) return undefined;
    return refuse('DEST_NOT_ALLOWED', `${entry.label} may not receive ${asset.symbol}`);
  }
  const alike = entries.find((each) => isLookalike(destination, each.address));
  if (alike) {
    const reason = `${destination} is not ${alike.label} (${alike.address}), it only looks like it: same first and last characters, other bytes`;
    return { verdict: 'REFUSE_AND_ALERT', refusal: refusal('DEST_LOOKALIKE', reason) };
  }
  const elsewhere = entries.find((each) => each.address === destination);
  const reason = elsewhere
    ? `${elsewhere.label} is listed for chain ${String(elsewhere.chainId)} only: on another chain the address may be someone else's`
    : `${destination} is not in the address book`;
  return refuse('DEST_NOT_ALLOWED', reason);
}

/** Whether two different addresses read alike where wallets shorten them. */
function isLookalike(one: Address, other: Address): boolean {
  const [a, b] = [one.slice(2).toLowerCase(), other.slice(2).toLowerCase()];
  if (a === b) return false;
  return (
    a.slice(0, ALIKE_DIGITS) === b.slice(0, ALIKE_DIGITS) && a.slice(-ALIKE_DIGITS) === b.slice(-ALIKE_DIGITS)
  );
}

function lostAt(destination: Address, { safe, assets }: DestinationContext): string | undefined {
  if (destination === ZERO_ADDRESS) return 'the zero address';
  if (BURN.includes(destination)) return 'a burn address';
  if (BigInt(destination) < SYSTEM_END) return 'a precompile or system address';
  if (destination === safe) return 'the Safe itself';
  const token = assets.find((each) => each.kind === 'erc20' && each.address === destination);
  if (token) return `the ${token.symbol} token contract`;
  const library = knownLibrary(destination);
  return library && `the ${library.kind} contract of Safe`;
}

function refuse(code: ErrorCode, reason: string): DestinationFault {
  return { verdict: 'REFUSE', refusal: refusal(code, reason) };
}

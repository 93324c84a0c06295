import { unreachable } from '../errors.js';
import type { Bytes32 } from '../values/hex.js';
import type { Purpose } from './fees.js';
import { isAlike, meaningOf } from './node-words.js';

/** What a provider said last to the bytes of a hash; null if it has them. */
export interface Said {
  readonly of: Bytes32;
  readonly words: string | null;
  /** How many entries the log has of what it said to these bytes. */
  readonly told: number;
}

/** What the age of bytes is judged by. */
export interface FlightBytes {
  readonly transactionHash: Bytes32;
  readonly signedAtBlock: bigint;
  /** Null until a node was asked to take them. */
  readonly sentAtBlock: bigint | null;
  /** How many were signed so far at this account nonce, for the same transfer and purpose. */
  readonly versions: number;
  /** By the provider's name. */
  readonly said: Readonly<Record<string, Said>>;
}

/** After so many blocks without them, bytes offer too little. */
const PATIENCE_BLOCKS = 3n;

/** Bytes that all nodes refuse for a reason of their own: others are tried after 3, 6, 12, at last 48 blocks. */
const MOST_DOUBLINGS = 4;

/** An eighth more each time makes the first fees a hundred times as high. Whatever nodes say, evidence stays short. */
const MOST_VERSIONS = 40;

/** Of what one node says to the same bytes, the log has so many entries: a node may use other words in each block. */
const MOST_TOLD = 3;

export type Refused = 'not' | 'funds' | 'spent' | 'underpriced' | 'other';

/** Why no node has the bytes, if none has. One that was silent may have them. */
export function refusedByAll({ transactionHash, said }: FlightBytes): Refused {
  const kinds = Object.values(said).map(({ of, words }) =>
    of !== transactionHash || words === null ? ('known' as const) : meaningOf(words),
  );
  if (kinds.length === 0 || kinds.includes('known')) return 'not';
  if (kinds.includes('underpriced') || kinds.includes('base-fee')) return 'underpriced';
  // By one alone it may be a lie; then whatever the others say decides.
  if (kinds.every((each) => each === 'funds')) return 'funds';
  if (kinds.every((each) => each === 'spent')) return 'spent';
  return 'other';
}

/**
 * Whether new bytes are due at the same account nonce: the last ones were not mined in three blocks, or no node took
 * them. Never blind: more coin or a look at the chain is needed for some refusals, and new bytes change nothing there.
 */
export function isNewVersionDue(flight: FlightBytes, block: bigint): boolean {
  const { sentAtBlock, signedAtBlock, versions } = flight;
  if (versions >= MOST_VERSIONS) return false;
  const refused = refusedByAll(flight);
  switch (refused) {
    case 'funds':
    case 'spent':
      return false;
    case 'underpriced':
      return (sentAtBlock !== null && block > sentAtBlock) || block - signedAtBlock >= PATIENCE_BLOCKS;
    case 'other': {
      const doublings = Math.min(Math.max(versions - 1, 0), MOST_DOUBLINGS);
      return block - signedAtBlock >= PATIENCE_BLOCKS << BigInt(doublings);
    }
    case 'not':
      return block - signedAtBlock >= PATIENCE_BLOCKS;
    default:
      return unreachable(refused);
  }
}

/** What a node has said now, and whether it is news for the log: a used account nonce is none, the chain shows it. */
export function hear(
  before: Said | undefined,
  { of, words }: Omit<Said, 'told'>,
): { readonly said: Said; readonly isNews: boolean } {
  const told = before?.of === of ? before.told : 0;
  const last = before?.words ?? null;
  const isSame = words === null || meaningOf(words) === 'spent' || (last !== null && isAlike(last, words));
  const isNews = !isSame && told < MOST_TOLD;
  return { said: { of, words, told: isNews ? told + 1 : told }, isNews };
}

/** Bytes are handed out once a block: also those that a node had, which may have dropped them. */
export function isHandingDue({ sentAtBlock }: Pick<FlightBytes, 'sentAtBlock'>, block: bigint): boolean {
  return sentAtBlock === null || block > sentAtBlock;
}

/** What a transfer wants sent. */
export type Wanted = 'execute' | 'burn' | 'nothing';

/**
 * What the key sends next for a transfer. Once its payment must not happen, bytes on their way are replaced by others at
 * the same account nonce; and what replaces them stays until it is mined, so that nobody has to guess which came first.
 * @param inAir what its bytes on the way are for
 */
export function aimOf(wanted: Wanted, inAir: Purpose | undefined): Purpose | undefined {
  if (wanted === 'burn') return 'burn';
  if (inAir === 'void' || inAir === 'burn') return inAir;
  if (wanted === 'nothing') return inAir === 'execute' ? 'void' : undefined;
  return 'execute';
}

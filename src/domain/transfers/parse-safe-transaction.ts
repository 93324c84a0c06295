import type { Asset } from '../assets/asset.js';
import type { Refusal } from '../errors.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { callShapeFault, isCancel } from './call-shape.js';
import type { WorldDestination } from './destination-fault.js';
import { gasFault, nonceFault } from './hash-fields.js';
import { readMovement } from './movement.js';
import type { MovableAsset, Movement, ProposedSafeTransaction } from './safe-transaction.js';

/** What a Safe transaction is compared with: one Safe, its assets and its next nonce; null is unknown. */
export interface ParseContext<A extends MovableAsset = Asset> {
  readonly safe: Address | null;
  readonly nonce: bigint | null;
  readonly assets: readonly A[];
  readonly chainId?: number | null;
  readonly destinations?: readonly WorldDestination[] | null;
  readonly codeHashes?: ReadonlyMap<Address, Bytes32>;
}

export type ParsedSafeTransaction<A extends MovableAsset = Asset> =
  | { readonly kind: 'movement'; readonly movement: Movement<A> }
  /** The empty call to itself that cancels a nonce. It is no transfer, and never the answer to an intent. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Parses a Safe transaction back into the movement it makes, or says why Sluice would never send it (invariants 1 and
 * 2). Decoding is strict: what is accepted re-encodes to the same bytes.
 */
export function parseSafeTransaction<A extends MovableAsset>(
  tx: ProposedSafeTransaction,
  context: ParseContext<A>,
): ParsedSafeTransaction<A> {
  const fault = shapeFault(tx, context) ?? gasFault(tx) ?? nonceFault(tx, context.nonce);
  if (fault) return { kind: 'refused', refusal: fault };
  if (isCancel(tx, context)) return { kind: 'cancel' };
  const movement = readMovement(tx, context);
  return 'code' in movement ? { kind: 'refused', refusal: movement } : { kind: 'movement', movement };
}

/** The first check, made even before it is known which Safe the transaction is for: is it one plain call? */
export function shapeFault(
  tx: ProposedSafeTransaction,
  context: ParseContext<MovableAsset>,
): Refusal | undefined {
  return callShapeFault(tx, {
    ...context,
    chainId: context.chainId ?? null,
    destinations: context.destinations ?? null,
    codeHashes: context.codeHashes ?? new Map(),
  });
}

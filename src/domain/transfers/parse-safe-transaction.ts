import type { Asset } from '../assets/asset.js';
import type { Refusal } from '../errors.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { callShapeFault, isCancel } from './call-shape.js';
import type { WorldDestination } from './destination-fault.js';
import { gasFault, nonceFault } from './hash-fields.js';
import { readMovement } from './movement.js';
import type { MovableAsset, Movement, ProposedSafeTransaction } from './safe-transaction.js';

/** What a Safe transaction is read against: one Safe, its assets, its next nonce; null is what nobody could say. */
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
  /** The same-nonce cancel: no transfer, and never the answer to an intent. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads a Safe transaction back into the movement it makes, or says why it makes none that Sluice
 * would ever send (invariants 1 and 2). Nothing is decoded leniently: what is accepted re-encodes byte-equal.
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

/** The first of the reader's questions, which comes before any about which Safe it is: is it one plain call? */
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

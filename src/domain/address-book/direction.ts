import { type Json, canonicalJson } from '../values/canonical-json.js';
import { compareDecimals } from '../values/amount.js';
import type { AssetId } from '../values/identifier.js';
import type { DestinationContent } from './destination.js';

export type Direction = 'loosens' | 'tightens';

/**
 * Whether a change of an entry can only restrict payments to it (invariant 13): its removal, fewer assets, lower
 * amounts, an earlier end. Everything else loosens. Null is no entry.
 */
export function destinationDirection(
  before: DestinationContent | null,
  after: DestinationContent | null,
): Direction {
  if (after === null) return 'tightens';
  if (before === null) return 'loosens';
  return isSameElsewhere(before, after) && isNarrower(before, after) ? 'tightens' : 'loosens';
}

/** Compares the fields that have no order. In those, any difference loosens. */
function isSameElsewhere(before: DestinationContent, after: DestinationContent): boolean {
  // A version without `approvedAt` leaves the cooling-off as it is.
  const isApprovedAnew = after.approvedAt !== undefined && after.approvedAt !== before.approvedAt;
  return !isApprovedAnew && textOf(before) === textOf(after);
}

function textOf(content: DestinationContent): string {
  const { chainId, address, label, owner, codeHash, control, lookalikes } = content;
  const others = lookalikes.map((each) => ({ ...each }));
  const json: Json = { chainId, address, label, owner, codeHash, control: { ...control }, others };
  return canonicalJson(json);
}

function isNarrower(before: DestinationContent, after: DestinationContent): boolean {
  if (after.expiresAt > before.expiresAt) return false;
  return after.assetIds.every(
    (id) =>
      before.assetIds.includes(id) &&
      isLower(limitOf(before, id), limitOf(after, id)) &&
      isLower(canaryOf(before, id), canaryOf(after, id)),
  );
}

/** An entry's own limit for an asset, in whole units as written; undefined if it has none. */
export function limitOf(entry: Pick<DestinationContent, 'limits'>, assetId: AssetId): string | undefined {
  return entry.limits.find((each) => each.assetId === assetId)?.maxPerTransfer;
}

/**
 * The most that a first transfer of an asset may move, in whole units as written; undefined if the entry does not say.
 */
export function canaryOf(entry: Pick<DestinationContent, 'canary'>, assetId: AssetId): string | undefined {
  return entry.canary.find((each) => each.assetId === assetId)?.max;
}

function isLower(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined) return true;
  return after !== undefined && compareDecimals(after, before) <= 0;
}

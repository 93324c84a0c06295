import { type Json, canonicalJson } from '../values/canonical-json.js';
import { compareDecimals } from '../values/amount.js';
import type { AssetId } from '../values/identifier.js';
import type { DestinationContent } from './destination.js';

export type Direction = 'loosens' | 'tightens';

/**
 * Whether a change of an entry can only narrow what may be paid to it (invariant 13): its removal, fewer assets, lower
 * amounts, an earlier end. Whatever is not provably that, loosens. Null is no entry.
 */
export function destinationDirection(
  before: DestinationContent | null,
  after: DestinationContent | null,
): Direction {
  if (after === null) return 'tightens';
  if (before === null) return 'loosens';
  return isSameElsewhere(before, after) && isNarrower(before, after) ? 'tightens' : 'loosens';
}

/** Everything but what has an order: of that any other value is another entry. */
function isSameElsewhere(before: DestinationContent, after: DestinationContent): boolean {
  // A version that does not speak of the cooling-off leaves it as it is.
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

/** What an entry's own limit of an asset is, in whole units as written; undefined if it has none. */
export function limitOf(entry: Pick<DestinationContent, 'limits'>, assetId: AssetId): string | undefined {
  return entry.limits.find((each) => each.assetId === assetId)?.maxPerTransfer;
}

/** What the first transfer of an asset may not exceed, in whole units as written; undefined if nothing is said. */
export function canaryOf(entry: Pick<DestinationContent, 'canary'>, assetId: AssetId): string | undefined {
  return entry.canary.find((each) => each.assetId === assetId)?.max;
}

function isLower(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined) return true;
  return after !== undefined && compareDecimals(after, before) <= 0;
}

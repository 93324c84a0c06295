import { z } from 'zod';
import { durationWords } from '../duration-words.js';
import type { Facts } from '../facts.js';
import { exceptedCount, fixed, slug, windowSeconds } from '../policy-parts.js';
import { recentOf } from '../recent-transfers.js';
import { type RuleResult, limited } from '../rule-result.js';
import { lengthWords, waiverWords } from '../rule-words.js';
import type { RuleKind } from './rule-kind.js';

const again = { id: slug, kind: z.literal('duplicate'), windowSeconds };
const shape = z.discriminatedUnion('waivable', [
  z.strictObject({ ...again, ...fixed }),
  z.strictObject({ ...again, ...exceptedCount }),
]);
type Duplicate = z.infer<typeof shape>;

/**
 * Denies the same amount of the same asset from the same Safe to the same destination within the window: a second
 * click, a second ticket, or a replay.
 */
export const duplicate = {
  kind: 'duplicate',
  shape,
  evaluate,
  words: (rule) =>
    `not the same amount of an asset from a Safe to a destination again within ${lengthWords(rule)}, ${waiverWords(rule)}.`,
  compared: ['windowSeconds'],
  isTighter: (before, after) => after.windowSeconds >= before.windowSeconds,
  recent: (_rule, { safe, asset, destination, amount }) =>
    destination && { safeId: safe.id, assetId: asset.id, destinationId: destination.id, amount },
} satisfies RuleKind<Duplicate>;

function evaluate(rule: Duplicate, facts: Facts): RuleResult {
  const earlier = recentOf(rule, facts).filter((each) => each.amount === facts.amount);
  const count = BigInt(earlier.length);
  const last = earlier[0]?.transferId;
  const window = durationWords(rule.windowSeconds);
  const words =
    last === undefined
      ? `No transfer of this amount to this destination within the last ${window}.`
      : `The same amount went to this destination within the last ${window} already, last in ${last}.`;
  return limited(
    rule.id,
    {
      unit: 'count',
      measured: count + 1n,
      bound: 1n,
      headroom: count === 0n ? 1n : 0n,
      ceiling: rule.waivable ? BigInt(rule.ceiling) : null,
    },
    { code: 'DUPLICATE_TRANSFER', words },
  );
}

import { z } from 'zod';
import type { Facts } from '../facts.js';
import { printMeasure } from '../measure.js';
import { assetId, count, exceptedCount, fixed, ofGroup, slug, sumSeconds } from '../policy-parts.js';
import { isWindowWider, refillWords, rollingUse, rollingWords, scopeWords } from '../rolling-use.js';
import { type RuleResult, limited } from '../rule-result.js';
import { assetName, lengthWords, waiverWords } from '../rule-words.js';
import { type ScopeFacts, scopeKey } from '../scopes.js';
import type { LimitKind } from './rule-kind.js';

const rolling = { id: slug, kind: z.literal('rolling-count'), windowSeconds: sumSeconds, max: count };
const countForms = <S extends z.core.$ZodShape>(scope: S) =>
  z.discriminatedUnion('waivable', [
    z.strictObject({ ...rolling, ...scope, ...fixed }),
    z.strictObject({ ...rolling, ...scope, ...exceptedCount }),
  ]);

const shape = z.discriminatedUnion('scope', [
  countForms({
    scope: z.enum(['safe', 'destination', 'requester', 'all']),
    assetId: assetId.exactOptional(),
  }),
  countForms({ scope: z.literal('asset'), assetId }),
  countForms({ ...ofGroup, assetId: assetId.exactOptional() }),
]);
type RollingCount = z.infer<typeof shape>;

/**
 * Limits the number of transfers within any window of the given length, including this one, however small they are: of
 * one asset if named, else of all.
 */
export const rollingCount = {
  kind: 'rolling-count',
  shape,
  evaluate,
  words: (rule, names) => {
    const what = rule.assetId === undefined ? '' : ` of ${assetName(rule.assetId, names)}`;
    return `at most ${String(rule.max)} transfers${what} within ${lengthWords(rule)} for ${scopeWords(rule)}, ${waiverWords(rule)}.`;
  },
  compared: ['max', 'windowSeconds'],
  isTighter: (before, after) => after.windowSeconds >= before.windowSeconds && after.max <= before.max,
  limit: {
    isOfOneTransfer: false,
    bindsOneTransfer: () => false,
    isWider: (rule, other) =>
      (rule.assetId === undefined || rule.assetId === other.assetId) && isWindowWider(rule, other),
  },
  rolling: (rule, facts) => ({ scopeKey: keyOf(rule, facts), amount: 1n, max: BigInt(rule.max) }),
} satisfies LimitKind<RollingCount>;

function evaluate(rule: RollingCount, facts: Facts): RuleResult {
  const max = BigInt(rule.max);
  const ceiling = rule.waivable ? BigInt(rule.ceiling) : null;
  const use = rollingUse(rule, () => keyOf(rule, facts), facts);
  const measured = use.used + 1n;
  const isWithin = measured <= max;
  const print = (count: bigint): string => printMeasure(count, 'count', facts.asset);
  const words =
    `With this one it is ${print(measured)}, ${isWithin ? 'within' : 'above'} the limit of ${print(max)} ` +
    `${rollingWords(rule)}.` +
    (isWithin ? '' : refillWords(use, { max, unit: 'count' }, facts));
  const headroom = use.used < max ? max - use.used : 0n;
  return limited(
    rule.id,
    { unit: 'count', measured, bound: max, headroom, ceiling },
    { code: 'LIMIT_COUNT', words },
  );
}

/** The budget that the rule counts in. */
function keyOf(rule: RollingCount, facts: ScopeFacts): string {
  return scopeKey(rule, facts, rule.assetId === undefined ? 'count' : `count@${rule.assetId}`);
}

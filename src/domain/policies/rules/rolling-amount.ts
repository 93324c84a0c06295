import { z } from 'zod';
import { boundsOf } from '../bounds.js';
import type { Facts } from '../facts.js';
import { printMeasure } from '../measure.js';
import { assetLimitForms, decimal, dollarLimitForms, ofGroup, sumSeconds } from '../policy-parts.js';
import type { Valuer } from '../price.js';
import { isMaxLower } from '../readable-numbers.js';
import { isWindowWider, refillWords, rollingUse, rollingWords, scopeWords } from '../rolling-use.js';
import { type RuleResult, denied, limited } from '../rule-result.js';
import { amountWords, lengthWords, waiverWords } from '../rule-words.js';
import { type ScopeFacts, scopeKey } from '../scopes.js';
import type { LimitKind } from './rule-kind.js';

// Whose transfers are summed: `asset` means all Safes together, `all` means everything.
const ofAssetScopes = { scope: z.enum(['safe', 'destination', 'requester', 'asset']) };
const ofDollarScopes = { scope: z.enum(['safe', 'destination', 'requester', 'all']) };

const shape = z.discriminatedUnion('unit', [
  z.discriminatedUnion('scope', [
    assetLimitForms('rolling-amount', { ...ofAssetScopes, windowSeconds: sumSeconds, max: decimal }),
    assetLimitForms('rolling-amount', { ...ofGroup, windowSeconds: sumSeconds, max: decimal }),
  ]),
  z.discriminatedUnion('scope', [
    dollarLimitForms('rolling-amount', { ...ofDollarScopes, windowSeconds: sumSeconds }),
    dollarLimitForms('rolling-amount', { ...ofGroup, windowSeconds: sumSeconds }),
  ]),
]);
type RollingAmount = z.infer<typeof shape>;

/** Limits the sum within any window of the given length: what is held and settled, plus this transfer. */
export const rollingAmount = {
  kind: 'rolling-amount',
  shape,
  needed: 'for-each-asset',
  evaluate,
  words: (rule, names) =>
    `at most ${amountWords(rule.max, rule, names)} within ${lengthWords(rule)} for ${scopeWords(rule)}, ${waiverWords(rule)}.`,
  compared: ['max', 'windowSeconds'],
  isTighter: (before, after) => after.windowSeconds >= before.windowSeconds && isMaxLower(before, after),
  limit: {
    isOfOneTransfer: false,
    bindsOneTransfer: ({ scope }) => scope !== 'group',
    isWider: isWindowWider,
  },
  rolling: (rule, facts, usd) => {
    const amount = rule.unit === 'usd' ? usd : facts.amount;
    const max = readMax(rule, facts.asset);
    return amount === null || max === null ? null : { scopeKey: keyOf(rule, facts), amount, max };
  },
} satisfies LimitKind<RollingAmount>;

function evaluate(rule: RollingAmount, facts: Facts, value: Valuer): RuleResult {
  const { asset } = facts;
  const bounds = boundsOf(rule, asset);
  const { unit, max, ceiling } = bounds;
  const worth = unit === 'usd' ? value(facts.amount) : { isKnown: true as const, value: facts.amount };
  if (!worth.isKnown) return denied('policy', rule.id, worth);
  const use = rollingUse(rule, () => keyOf(rule, facts), facts);
  const measured = use.used + worth.value;
  const isWithin = measured <= max;
  const print = (units: bigint): string => printMeasure(units, unit, asset);
  const words =
    `With ${print(use.used)} already used, this transfer makes ${print(measured)}, ` +
    `${isWithin ? 'within' : 'above'} the limit of ${bounds.maxWords} ${rollingWords(rule)}.` +
    (isWithin ? '' : refillWords(use, bounds, facts));
  const headroom = use.used < max ? max - use.used : 0n;
  return limited(rule.id, { unit, measured, bound: max, headroom, ceiling }, { code: 'LIMIT_WINDOW', words });
}

/** The budget that the rule counts in. */
function keyOf(rule: RollingAmount, facts: ScopeFacts): string {
  return scopeKey(rule, facts, rule.unit === 'usd' ? 'usd' : rule.assetId);
}

/** Null if the asset cannot express the number. */
function readMax(rule: RollingAmount, asset: Parameters<typeof boundsOf>[1]): bigint | null {
  try {
    return boundsOf(rule, asset).max;
  } catch {
    return null;
  }
}

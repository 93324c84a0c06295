import { durationWords, soonWords } from './duration-words.js';
import type { Facts } from './facts.js';
import { type Unit, printMeasure } from './measure.js';
import type { RuleOf } from './policy.js';
import { rollingKey } from './scopes.js';

type RollingRule = RuleOf<'rolling-amount'> | RuleOf<'rolling-count'>;
export type RollingUse = Facts['rolling'][number];

// Facts are never changed. With a hundred rules each of them would otherwise look at all the others' use.
const BY_RULE = new WeakMap<Facts['rolling'], ReadonlyMap<string, readonly RollingUse[]>>();

/** Below so many it is faster to look at each of them. */
const FEW = 16;

/** Of all the uses, where the rule's may be. */
function usesWith(ruleId: string, rolling: Facts['rolling']): readonly RollingUse[] {
  return rolling.length < FEW ? rolling : (byRule(rolling).get(ruleId) ?? []);
}

function byRule(rolling: Facts['rolling']): ReadonlyMap<string, readonly RollingUse[]> {
  const known = BY_RULE.get(rolling);
  if (known) return known;
  const grouped = Map.groupBy(rolling, ({ ruleId }) => ruleId);
  BY_RULE.set(rolling, grouped);
  return grouped;
}

/** The one fact about the use so far. Without exactly one it throws, which `decide` turns into a denial: unknown is not zero. */
export function rollingUse(rule: RollingRule, facts: Facts): RollingUse {
  let use: RollingUse | undefined;
  for (const each of usesWith(rule.id, facts.rolling)) {
    if (each.ruleId !== rule.id) continue;
    if (use !== undefined) throw new TypeError('the use of this limit so far is stated more than once');
    use = each;
  }
  if (use === undefined) throw new TypeError('the use of this limit so far is not known');
  if (use.scopeKey !== rollingKey(rule, facts))
    throw new TypeError('the use so far was counted for something else');
  return use;
}

// Rules are never changed, only replaced.
const WORDS = new WeakMap<RollingRule, string>();

/** "per day for this Safe": what a rolling limit is about. */
export function rollingWords(rule: RollingRule): string {
  const known = WORDS.get(rule);
  if (known !== undefined) return known;
  const words = `per ${durationWords(rule.windowSeconds)} for ${subjectWords(rule)}`;
  WORDS.set(rule, words);
  return words;
}

function subjectWords(rule: RollingRule): string {
  switch (rule.scope) {
    case 'safe':
      return 'this Safe';
    case 'destination':
    case 'requester':
      return `this ${rule.scope}`;
    case 'asset':
      return 'all Safes';
    case 'group':
      return `the group ${rule.group}`;
    case 'all':
      return 'everything';
  }
}

/** When how much is free: " 4.2 ETH free now, 10 ETH at 16:40Z. This transfer fits at 18:00Z." */
export function refillWords(
  { used, frees, fitsAt }: RollingUse,
  { max, unit }: { readonly max: bigint; readonly unit: Unit },
  { asset, now }: Pick<Facts, 'asset' | 'now'>,
): string {
  const free = (use: bigint): string => printMeasure(use < max ? max - use : 0n, unit, asset);
  const next = (frees ?? []).map((each) => `, ${free(each.used)} at ${soonWords(each.at, now)}`);
  return ` ${free(used)} free now${next.join('')}.${fitWords(fitsAt, now)}`;
}

function fitWords(fitsAt: RollingUse['fitsAt'], now: Facts['now']): string {
  if (fitsAt === undefined) return '';
  if (fitsAt === null) return ' Time alone will not make it fit.';
  return ` This transfer fits at ${soonWords(fitsAt, now)}.`;
}

import { durationWords, soonWords } from './duration-words.js';
import type { Facts } from './facts.js';
import { type Unit, printMeasure } from './measure.js';
import { scopeName } from './rule-words.js';
import type { ScopeName } from './scopes.js';

/** A limit on the sum within a time window. */
type RollingRule = ScopeName & { readonly id: string; readonly windowSeconds: number };
export type RollingUse = Facts['rolling'][number];

// Grouped once, because facts are immutable. Otherwise each of a hundred rules would scan the use of all the others.
const BY_RULE = new WeakMap<Facts['rolling'], ReadonlyMap<string, readonly RollingUse[]>>();

/** For fewer than this a linear scan is faster than grouping. */
const FEW = 16;

/** The uses among which the rule's own can be. */
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

/**
 * The one fact about the use so far. It throws unless there is exactly one, which `decide` turns into a denial: unknown
 * is not zero. The key is computed last, because it throws without a destination, and stored decisions record the first
 * error.
 */
export function rollingUse(
  { id }: Pick<RollingRule, 'id'>,
  keyOf: () => string,
  facts: Pick<Facts, 'rolling'>,
): RollingUse {
  let use: RollingUse | undefined;
  for (const each of usesWith(id, facts.rolling)) {
    if (each.ruleId !== id) continue;
    if (use !== undefined) throw new TypeError('the use of this limit so far is stated more than once');
    use = each;
  }
  if (use === undefined) throw new TypeError('the use of this limit so far is not known');
  if (use.scopeKey !== keyOf()) throw new TypeError('the use so far was counted for something else');
  return use;
}

// Cached, because rules are immutable.
const WORDS = new WeakMap<RollingRule, string>();

/** What a rolling limit covers, for example "per day for this Safe". */
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

/** Whom a rolling limit is for, in the words that people sign. */
export function scopeWords(rule: ScopeName): string {
  switch (rule.scope) {
    case 'safe':
    case 'destination':
    case 'requester':
      return `each ${scopeName(rule.scope)}`;
    case 'asset':
      return 'all Safes together';
    case 'group':
      return `the people of the group ${rule.group} together`;
    case 'all':
      return 'all transfers together';
  }
}

/** Whether one limit counts at least what the other counts, for every transfer that the other applies to. */
export function isWindowWider(one: RollingRule, other: RollingRule): boolean {
  if (one.windowSeconds < other.windowSeconds) return false;
  if (one.scope === 'all' || (one.scope === 'asset' && other.scope !== 'all')) return true;
  if (one.scope !== other.scope) return false;
  return one.scope !== 'group' || (other.scope === 'group' && one.group === other.group);
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

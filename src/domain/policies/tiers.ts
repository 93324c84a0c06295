import { joinedQuorum } from '../confirmations/joined-quorum.js';
import type { Requirement } from '../confirmations/quorum.js';
import type { ErrorCode } from '../errors.js';
import { applies } from './applies.js';
import { compiled } from './compiled.js';
import type { Facts } from './facts.js';
import { type Joined, type KnownSum, joinedSum } from './joined-sum.js';
import { parseMeasure, printMeasure } from './measure.js';
import type { PolicyDocument, Tier } from './policy.js';
import type { Valuer } from './price.js';

type TierUnit = 'asset' | 'usd';
interface TieredAsset {
  readonly id: string;
  readonly decimals: number;
}

/** A tier with its upper end as a number. */
export interface Step {
  readonly tier: Tier;
  readonly upTo: bigint;
}

// Documents are immutable, so what was computed for one stays valid as long as it lives.
const STEPS = new WeakMap<PolicyDocument, Map<string, Steps>>();

interface Steps {
  readonly decimals: number;
  readonly list: readonly Step[];
}

/**
 * The tiers of the asset, or those in US dollars, lowest first.
 * @throws DomainError if the asset cannot express one of their upper ends
 */
export function stepsOf(document: PolicyDocument, unit: TierUnit, asset: TieredAsset): readonly Step[] {
  let ofDocument = STEPS.get(document);
  if (!ofDocument) STEPS.set(document, (ofDocument = new Map<string, Steps>()));
  const key = unit === 'usd' ? unit : asset.id;
  const known = ofDocument.get(key);
  if (known?.decimals === asset.decimals) return known.list;
  const list = document.tiers
    .filter((tier) => (tier.unit === 'usd' ? unit === 'usd' : unit === 'asset' && tier.assetId === asset.id))
    .map((tier) => ({ tier, upTo: parseMeasure(tier.upTo, unit, asset.decimals) }))
    .sort((a, b) => (a.upTo < b.upTo ? -1 : 1));
  ofDocument.set(key, { decimals: asset.decimals, list });
  return list;
}

/** Who must confirm a transfer, or why that is unknown. */
export type Standing =
  | { readonly isFound: true; readonly tiers: readonly Tier[]; readonly words: string }
  | { readonly isFound: false; readonly code: ErrorCode; readonly words: string };

/**
 * The tiers that apply to a transfer: one of its asset's and one in US dollars, each if there are any. It is the lowest
 * that reaches the sum of the transfer and those joined with it. A transfer above all tiers has none.
 */
export function tierStanding(document: PolicyDocument, facts: Facts, value: Valuer): Standing {
  const tiers: Tier[] = [];
  const words: string[] = [];
  for (const unit of ['asset', 'usd'] as const) {
    const steps = stepsOf(document, unit, facts.asset);
    const highest = steps.at(-1);
    if (highest === undefined) continue;
    const worth = unit === 'usd' ? value(facts.amount) : { isKnown: true as const, value: facts.amount };
    if (!worth.isKnown) return { isFound: false, code: worth.code, words: worth.words };
    const joined = mostJoined(document, facts, { unit, steps, value });
    if (joined !== null && !joined.isKnown) return { isFound: false, code: joined.code, words: joined.words };
    const print = (units: bigint): string => printMeasure(units, unit, facts.asset);
    if (worth.value > highest.upTo) {
      return { isFound: false, code: 'NO_TIER', words: `The policy has no tier for ${print(worth.value)}.` };
    }
    const sum = joined === null ? worth.value : joined.sum;
    const { tier } = steps.find(({ upTo }) => sum <= upTo) ?? highest;
    tiers.push(tier);
    const with_ = joined === null || joined.others === 0 ? '' : `, joined to ${print(sum)},`;
    words.push(`${print(worth.value)}${with_} is in the tier "${tier.name}".`);
  }
  if (tiers.length === 0) {
    const amount = printMeasure(facts.amount, 'asset', facts.asset);
    return { isFound: false, code: 'NO_TIER', words: `The policy has no tier for ${amount}.` };
  }
  return { isFound: true, tiers, words: words.join(' ') };
}

/** The most that anybody may confirm, in words; undefined where no tier is of this asset. */
export function mostWords(
  document: PolicyDocument,
  asset: TieredAsset & { readonly symbol: string },
): string | undefined {
  const ends = (['asset', 'usd'] as const).flatMap((unit) => {
    const highest = stepsOf(document, unit, asset).at(-1);
    return highest ? [printMeasure(highest.upTo, unit, asset)] : [];
  });
  return ends.length === 0 ? undefined : `nobody may confirm more than ${ends.join(' or ')} at once`;
}

/** The largest sum to which a structuring rule in this unit joins the transfer; null if there is no such rule. */
function mostJoined(
  document: PolicyDocument,
  facts: Facts,
  { unit, steps, value }: { unit: TierUnit; steps: readonly Step[]; value: Valuer },
): Joined | null {
  let most: KnownSum | null = null;
  // In order of id, so that of two unknown sums the reported one does not depend on the document's order.
  for (const rule of compiled(document).rulesFor(facts.asset.id)) {
    if (rule.kind !== 'structuring' || (rule.unit ?? 'asset') !== unit || !applies(rule, facts)) continue;
    const joined = joinedSum(rule, facts, steps, value);
    if (!joined.isKnown) return joined;
    if (most === null || joined.sum > most.sum) most = joined;
  }
  return most;
}

/** Joins the quorums of all tiers that apply: for each group the higher count. */
export function joinedTier(tiers: readonly Tier[]): {
  name: string;
  require: Requirement[];
  rekey?: true;
} {
  const [first] = tiers;
  const rekey = tiers.some((tier) => tier.rekey === true) ? { rekey: true as const } : {};
  if (first && tiers.length === 1) return { name: first.name, require: first.require, ...rekey };
  return {
    name: tiers.map((tier) => tier.name).join(' + '),
    require: joinedQuorum(tiers.map((tier) => tier.require)),
    ...rekey,
  };
}

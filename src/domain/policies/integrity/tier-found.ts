import type { Asset } from '../../assets/asset.js';
import { type Amount, formatAmount, parseAmount } from '../../values/amount.js';
import type { Facts } from '../facts.js';
import type { PolicyDocument, Tier } from '../policy.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'tier-found';

/** Without a tier nobody is named who would have to confirm: an amount above every tier is denied. */
export function tierFound(facts: Facts, document: PolicyDocument): RuleResult {
  const { decimals, symbol } = facts.asset;
  const amount = `${formatAmount(facts.amount, decimals)} ${symbol}`;
  const tier = tierOf(document, facts);
  if (tier) return allowed('integrity', RULE, `${amount} is in the tier "${tier.name}".`);
  return denied('integrity', RULE, { code: 'NO_TIER', words: `The policy has no tier for ${amount}.` });
}

export interface TieredAmount {
  readonly asset: Pick<Asset, 'id' | 'decimals'>;
  readonly amount: Amount;
}

/** The tier with the smallest `upTo` that the amount does not pass. */
export function tierOf(document: PolicyDocument, { asset, amount }: TieredAmount): Tier | undefined {
  return document.tiers
    .filter((tier) => tier.assetId === asset.id)
    .map((tier) => ({ tier, upTo: parseAmount(tier.upTo, asset.decimals) }))
    .filter(({ upTo }) => amount <= upTo)
    .reduce<{ tier: Tier; upTo: bigint } | undefined>(
      (best, each) => (best === undefined || each.upTo < best.upTo ? each : best),
      undefined,
    )?.tier;
}

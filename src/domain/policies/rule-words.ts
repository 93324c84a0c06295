import { unreachable } from '../errors.js';
import { type AssetId, type PersonId, parseId } from '../values/identifier.js';
import { durationWords } from './duration-words.js';
import type { Rule, RuleOf } from './policy.js';

/** How assets and people are called in the sentences. */
export interface PolicyNames {
  asset(id: AssetId): string;
  person(id: PersonId): string;
}

/** One rule in words that leave nothing out: people sign them. */
export function ruleWords(rule: Rule, names: PolicyNames): string {
  switch (rule.kind) {
    case 'destination-allowed':
      return `${rule.id}: only destinations of the address book, ${String(rule.coolingOffSeconds)} seconds after their approval.`;
    case 'asset-allowed': {
      const assets = [...rule.assetIds].map((id) => assetName(id, names)).sort();
      return `${rule.id}: only ${assets.join(', ')}.`;
    }
    case 'amount-per-transfer':
      return `${rule.id}: at most ${amountWords(rule.max, rule, names)} in one transfer, ${waiverWords(rule)}.`;
    case 'requester-limit': {
      const person = JSON.stringify(names.person(parseId('per', rule.personId)));
      return `${rule.id}: at most ${amountWords(rule.max, rule, names)} in one transfer that ${person} requests, ${waiverWords(rule)}.`;
    }
    case 'first-transfer':
      return `${rule.id}: at most ${amountWords(rule.max, rule, names)} in one transfer until one has settled at the destination, ${waiverWords(rule)}.`;
    case 'hot-side-ceiling':
      return `${rule.id}: a destination holds at most ${amountWords(rule.max, rule, names)} after a transfer${ofAssetWords(rule)}, ${waiverWords(rule)}.`;
    case 'safe-floor':
      return `${rule.id}: ${floorWords(rule, names)} stays in the Safe, ${floorWaiverWords(rule, names)}.`;
    case 'rolling-amount':
      return `${rule.id}: at most ${amountWords(rule.max, rule, names)} within ${lengthWords(rule)} for ${scopeWords(rule)}, ${waiverWords(rule)}.`;
    case 'rolling-count': {
      const what = 'assetId' in rule ? ` of ${assetName(rule.assetId, names)}` : '';
      return `${rule.id}: at most ${String(rule.max)} transfers${what} within ${lengthWords(rule)} for ${scopeWords(rule)}, ${waiverWords(rule)}.`;
    }
    case 'business-hours':
      return `${rule.id}: only ${hoursWords(rule)}, ${waiverWords(rule)}.`;
    case 'structuring': {
      const what = rule.unit === 'usd' ? 'in US dollars' : `of ${assetName(rule.assetId, names)}`;
      return `${rule.id}: transfers of one ${scopeName(rule.scope)} within ${lengthWords(rule)} that are each less than ${rule.margin} of the end below the same end of a tier ${what} are joined, and confirmed as their sum, ${waiverWords(rule)}.`;
    }
    case 'duplicate':
      return `${rule.id}: not the same amount of an asset from a Safe to a destination again within ${lengthWords(rule)}, ${waiverWords(rule)}.`;
    default:
      return unreachable(rule);
  }
}

export type Measured = { readonly unit: 'usd' } | { readonly unit?: 'asset'; readonly assetId: string };

/** "$100000", or "50 ETH". */
export function amountWords(amount: string, measured: Measured, names: PolicyNames): string {
  return measured.unit === 'usd' ? `$${amount}` : `${amount} ${assetName(measured.assetId, names)}`;
}

function assetName(id: string, names: PolicyNames): string {
  return names.asset(parseId('ast', id));
}

/** In US dollars it is said of what: it is not the sum of all assets that a destination holds. */
function ofAssetWords(measured: Measured): string {
  return measured.unit === 'usd' ? ' of the asset that is transferred' : '';
}

function lengthWords({ windowSeconds }: { readonly windowSeconds: number }): string {
  const words = durationWords(windowSeconds);
  return /^[0-9]/.test(words) ? words : `1 ${words}`;
}

function floorWords({ min, minShare, ...measured }: RuleOf<'safe-floor'>, names: PolicyNames): string {
  const asset = assetName(measured.assetId, names);
  const parts = [
    ...(min === undefined ? [] : [`at least ${min} ${asset}`]),
    ...(minShare === undefined ? [] : [`at least ${minShare} of the ${asset} that it holds`]),
  ];
  return parts.join(' and ');
}

function floorWaiverWords(rule: RuleOf<'safe-floor'>, names: PolicyNames): string {
  if (!rule.waivable) return 'without exceptions';
  return `with an exception for a transfer of up to ${amountWords(rule.ceiling, rule, names)}`;
}

function hoursWords({ days, from, to, timeZone, holidays }: RuleOf<'business-hours'>): string {
  const closed =
    holidays === undefined || holidays.length === 0 ? '' : `, not on ${[...holidays].sort().join(', ')}`;
  return `${days.join(', ')} from ${from} to ${to} in ${timeZone}${closed}`;
}

function scopeWords(rule: RuleOf<'rolling-amount'> | RuleOf<'rolling-count'>): string {
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

function scopeName(scope: 'safe' | 'destination' | 'requester'): string {
  return scope === 'safe' ? 'Safe' : scope;
}

function waiverWords(rule: { readonly waivable: boolean; readonly ceiling?: string | number }): string {
  return rule.waivable ? `with an exception up to ${String(rule.ceiling ?? '')}` : 'without exceptions';
}

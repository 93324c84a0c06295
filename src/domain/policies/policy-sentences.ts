import { requirementWords } from '../confirmations/requirement-words.js';
import { parseId } from '../values/identifier.js';
import type { PolicyDocument, Rule, Tier } from './policy.js';
import { kindOf } from './rule-kinds.js';
import { type PolicyNames, amountWords } from './rule-words.js';

/** The difference between two versions, one sentence for each line of the policy that differs. People sign these. */
export function policySentences(
  before: PolicyDocument | null,
  after: PolicyDocument,
  names: PolicyNames,
): readonly string[] {
  const [was, is] = [
    before ? policyLines(before, names) : new Map<string, string>(),
    policyLines(after, names),
  ];
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort();
  const lines = keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    if ((old ?? '') === (now ?? '')) return [];
    if (old === undefined || old === '') return [`New: ${now ?? ''}`];
    if (now === undefined || now === '') return [`No longer: ${old}`];
    return [`${now} Before: ${old}`];
  });
  const called = `The policy is called ${JSON.stringify(after.name)}.`;
  return lines.length === 0 || before?.name !== after.name ? [called, ...lines] : lines;
}

/** One rule in words, as people sign it. */
export function ruleSentence(rule: Rule, names: PolicyNames): string {
  return `${rule.id}: ${kindOf(rule).words(rule, names)}`;
}

/** Each line of a policy in words, by what it is a line of; empty where the policy is silent. */
export function policyLines(document: PolicyDocument, names: PolicyNames): ReadonlyMap<string, string> {
  const { rules, tiers, prices } = document;
  return new Map([
    ...rules.map((rule) => [`rule ${rule.id}`, ruleSentence(rule, names)] as const),
    ...tiers.map((tier) => [`tier ${measureOf(tier)} ${tier.upTo}`, tierWords(tier, names)] as const),
    ...(prices ?? []).map((price) => [`price ${price.assetId}`, priceWords(price, names)] as const),
    ['exceptions', `An exception needs ${requirementWords(document.exceptionQuorum)}.`],
    ['expiry', `A transfer expires after at most ${String(document.maxExpirySeconds)} seconds.`],
    ['prompts', promptWords(document)],
    ['rest', restWords(document)],
  ]);
}

function measureOf(tier: Tier): string {
  return tier.unit === 'usd' ? tier.unit : tier.assetId;
}

function tierWords(tier: Tier, names: PolicyNames): string {
  const { name, upTo, require, rekey, unit: _unit, ...others } = tier;
  const { assetId: _asset, ...rest } = { assetId: '', ...others };
  const more = Object.keys(rest).length === 0 ? '' : ` (${JSON.stringify(rest)})`;
  const entered = rekey === true ? ', who enter destination and amount before they see either' : '';
  return `tier ${name}: up to ${amountWords(upTo, tier, names)} needs ${requirementWords(require)}${entered}${more}.`;
}

function priceWords({ assetId, usd }: { assetId: string; usd: string }, names: PolicyNames): string {
  return `1 ${names.asset(parseId('ast', assetId))} counts as $${usd}, or as more where a price feed says more.`;
}

function promptWords({ maxPromptsPerHour }: PolicyDocument): string {
  if (maxPromptsPerHour === undefined) return '';
  return `People are asked about at most ${String(maxPromptsPerHour)} clearances of one requester within an hour.`;
}

/** Members without a sentence of their own, as JSON. */
function restWords(document: PolicyDocument): string {
  const { schemaVersion: _version, name: _name, rules: _rules, tiers: _tiers, ...others } = document;
  const { exceptionQuorum: _quorum, maxExpirySeconds: _expiry, ...more } = others;
  const { prices: _prices, maxPromptsPerHour: _prompts, ...rest } = more;
  return Object.keys(rest).length === 0 ? '' : `Further: ${JSON.stringify(rest)}.`;
}

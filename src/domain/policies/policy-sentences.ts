import type { Requirement } from '../confirmations/quorum.js';
import { unreachable } from '../errors.js';
import { type AssetId, parseId } from '../values/identifier.js';
import type { PolicyDocument, Rule, Tier } from './policy.js';

/** How assets are called in the sentences. */
export interface AssetNames {
  asset(id: AssetId): string;
}

/** The difference between two versions, one sentence for each line of the policy that differs. People sign these. */
export function policySentences(
  before: PolicyDocument | null,
  after: PolicyDocument,
  names: AssetNames,
): readonly string[] {
  const linesOf = (document: PolicyDocument): ReadonlyMap<string, string> =>
    new Map([
      ...document.rules.map((rule) => [`rule ${rule.id}`, ruleWords(rule, names)] as const),
      ...document.tiers.map((tier) => [`tier ${tier.assetId} ${tier.upTo}`, tierWords(tier, names)] as const),
      ['exceptions', `An exception needs ${requirementWords(document.exceptionQuorum)}.`],
      ['expiry', `A transfer expires after at most ${String(document.maxExpirySeconds)} seconds.`],
      ['rest', restWords(document)],
    ]);
  const [was, is] = [before ? linesOf(before) : new Map<string, string>(), linesOf(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort();
  const lines = keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    if (old === now || (old ?? now) === '') return [];
    if (old === undefined || old === '') return [`New: ${now ?? ''}`];
    if (now === undefined || now === '') return [`No longer: ${old}`];
    return [`${now} Before: ${old}`];
  });
  const called = `The policy is called ${JSON.stringify(after.name)}.`;
  return lines.length === 0 || before?.name !== after.name ? [called, ...lines] : lines;
}

function ruleWords(rule: Rule, names: AssetNames): string {
  switch (rule.kind) {
    case 'destination-allowed':
      return `${rule.id}: only destinations of the address book, ${String(rule.coolingOffSeconds)} seconds after their approval.`;
    case 'asset-allowed':
      return `${rule.id}: only ${[...rule.assetIds]
        .map((id) => named(id, names))
        .sort()
        .join(', ')}.`;
    case 'amount-per-transfer':
      return `${rule.id}: at most ${rule.max} ${named(rule.assetId, names)} in one transfer, ${waiverWords(rule)}.`;
    case 'rolling-amount':
      return `${rule.id}: at most ${rule.max} ${named(rule.assetId, names)} in ${String(rule.windowSeconds)} seconds for each ${rule.scope}, ${waiverWords(rule)}.`;
    default:
      return unreachable(rule);
  }
}

function waiverWords(rule: { waivable: boolean; ceiling?: string }): string {
  return rule.waivable ? `with an exception up to ${rule.ceiling ?? ''}` : 'without exceptions';
}

function tierWords(tier: Tier, names: AssetNames): string {
  const { name, assetId, upTo, require, ...rest } = tier;
  const more = Object.keys(rest).length === 0 ? '' : ` (${JSON.stringify(rest)})`;
  return `tier ${name}: up to ${upTo} ${named(assetId, names)} needs ${requirementWords(require)}${more}.`;
}

/** Members that no sentence was written for, as they are. */
function restWords(document: PolicyDocument): string {
  const { schemaVersion: _version, name: _name, rules: _rules, tiers: _tiers, ...others } = document;
  const { exceptionQuorum: _quorum, maxExpirySeconds: _expiry, ...rest } = others;
  return Object.keys(rest).length === 0 ? '' : `Further: ${JSON.stringify(rest)}.`;
}

function requirementWords(list: readonly Requirement[]): string {
  return list.map(({ group, count }) => `${String(count)} of ${group}`).join(' and ');
}

function named(id: string, names: AssetNames): string {
  return names.asset(parseId('ast', id));
}

import { hoursRemarks } from './review-hours.js';
import { limitRemarks } from './review-limits.js';
import { tierRemarks } from './review-tiers.js';
import { type Remark, allowedAssets, remark } from './review-remark.js';
import { assetOf } from './applies.js';
import type { PolicyDocument } from './policy.js';
import { RULE_KINDS } from './rule-kinds.js';

const NEEDED = RULE_KINDS.filter(({ needed }) => needed === 'for-each-asset').map(({ kind }) => kind);

/**
 * Finds what in a document is shadowed by another line, contradicts one, or can never be reached. The order of the
 * remarks has no meaning.
 */
export function reviewPolicy(document: PolicyDocument): readonly Remark[] {
  const remarks = [
    ...assetRemarks(document),
    ...limitRemarks(document),
    ...tierRemarks(document),
    ...hoursRemarks(document),
  ];
  const keyOf = ({ code, rules, tiers }: Remark): string => [code, ...rules, ...tiers].join(' ');
  return remarks.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function assetRemarks(document: PolicyDocument): Remark[] {
  const allowed = allowedAssets(document);
  const lists = document.rules.filter((rule) => rule.kind === 'asset-allowed').map(({ id }) => id);
  const none: Remark[] =
    allowed.size > 0
      ? []
      : [remark('NO_ASSET_ALLOWED', lists, 'No asset is allowed by every rule about assets.')];
  const stuck = [...allowed].flatMap((assetId): Remark[] => {
    const missing = NEEDED.filter(
      (kind) => !document.rules.some((rule) => rule.kind === kind && assetOf(rule) === assetId),
    );
    if (missing.length === 0) return [];
    const words = `${assetId} is allowed, but has no rule of the kind ${missing.join(', ')}: nothing of it moves.`;
    return [remark('ASSET_NOT_MOVABLE', lists, words)];
  });
  const idle = document.rules
    .filter((rule) => assetOf(rule) !== undefined && !allowed.has(assetOf(rule) ?? ''))
    .map((rule) =>
      remark('RULE_WITHOUT_EFFECT', [rule.id], `${rule.id} is about an asset that no transfer may be of.`),
    );
  return [...none, ...stuck, ...idle];
}

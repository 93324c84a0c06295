import { compareDecimals } from '../values/amount.js';
import type { PolicyDocument } from './policy.js';

/** Something in a policy that has no effect or lets nothing through. It may be signed, but is hardly intended. */
export interface Remark {
  readonly code: RemarkCode;
  /** The rules that it is about, by id. */
  readonly rules: readonly string[];
  /** The tiers that it is about, by name. */
  readonly tiers: readonly string[];
  readonly words: string;
}

export const REMARK_CODES = [
  'ASSET_NOT_MOVABLE',
  'ASSET_WITHOUT_TIER',
  'CEILING_UNREACHABLE',
  'HOURS_NEVER_OPEN',
  'LIMIT_OF_NOTHING',
  'LIMIT_SHADOWED',
  'NO_ASSET_ALLOWED',
  'RULE_WITHOUT_EFFECT',
  'STRUCTURING_WITHOUT_TIERS',
  'TIER_UNREACHABLE',
  'TIER_WITHOUT_EFFECT',
] as const;
export type RemarkCode = (typeof REMARK_CODES)[number];

/** Whether one of the remarks says that no transfer is ever permitted without an exception. */
export function movesNothing(remarks: readonly Remark[]): boolean {
  return remarks.some(({ code }) => code === 'HOURS_NEVER_OPEN' || code === 'NO_ASSET_ALLOWED');
}

/** The assets that all asset rules together allow. */
export function allowedAssets({ rules }: PolicyDocument): ReadonlySet<string> {
  const [first, ...others] = rules.filter((rule) => rule.kind === 'asset-allowed');
  const allowed = (first?.assetIds ?? []).filter((id) => others.every((rule) => rule.assetIds.includes(id)));
  return new Set(allowed);
}

export function remark(
  code: RemarkCode,
  rules: readonly string[],
  words: string,
  tiers: readonly string[] = [],
): Remark {
  return { code, rules: [...rules].sort(), tiers: [...tiers].sort(), words };
}

/** The lowest of some amounts; undefined of none. */
export function lowest(amounts: readonly string[]): string | undefined {
  return [...amounts].sort(compareDecimals)[0];
}

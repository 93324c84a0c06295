import { type AssetId, type PersonId, parseId } from '../values/identifier.js';
import { durationWords } from './duration-words.js';

/** Names of assets and people, for sentences. */
export interface PolicyNames {
  asset(id: AssetId): string;
  person(id: PersonId): string;
}

export type Measured = { readonly unit: 'usd' } | { readonly unit?: 'asset'; readonly assetId: string };

/** "$100000", or "50 ETH". */
export function amountWords(amount: string, measured: Measured, names: PolicyNames): string {
  return measured.unit === 'usd' ? `$${amount}` : `${amount} ${assetName(measured.assetId, names)}`;
}

export function assetName(id: string, names: PolicyNames): string {
  return names.asset(parseId('ast', id));
}

export function lengthWords({ windowSeconds }: { readonly windowSeconds: number }): string {
  const words = durationWords(windowSeconds);
  return /^[0-9]/.test(words) ? words : `1 ${words}`;
}

export function scopeName(scope: 'safe' | 'destination' | 'requester'): string {
  return scope === 'safe' ? 'Safe' : scope;
}

export function waiverWords(rule: {
  readonly waivable: boolean;
  readonly ceiling?: string | number;
}): string {
  return rule.waivable ? `with an exception up to ${String(rule.ceiling ?? '')}` : 'without exceptions';
}

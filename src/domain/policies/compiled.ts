import type { Bytes32 } from '../values/hex.js';
import { assetOf } from './applies.js';
import { type PolicyDocument, type Rule, policyHash } from './policy.js';

/** A document prepared for deciding: what does not depend on the transfer is computed once. */
export interface Compiled {
  readonly hash: Bytes32;
  /** The rules that may apply to an asset, by id: those that name it, and those that name none. */
  rulesFor(assetId: string): readonly Rule[];
}

// Documents are immutable, so what was computed for one stays valid as long as it lives.
const COMPILED = new WeakMap<PolicyDocument, Compiled>();

export function compiled(document: PolicyDocument): Compiled {
  const known = COMPILED.get(document);
  if (known) return known;
  const sorted = [...document.rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const general = sorted.filter((rule) => assetOf(rule) === undefined);
  const named = new Set(sorted.flatMap((rule) => assetOf(rule) ?? []));
  const byAsset = new Map(
    [...named].map((id) => [id, sorted.filter((rule) => (assetOf(rule) ?? id) === id)] as const),
  );
  const made = {
    hash: policyHash(document),
    rulesFor: (assetId: string): readonly Rule[] => byAsset.get(assetId) ?? general,
  };
  COMPILED.set(document, made);
  return made;
}

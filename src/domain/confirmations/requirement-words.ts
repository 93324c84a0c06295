import type { Requirement } from './quorum.js';

/** Whom a quorum asks for, as people sign it. A group is a slug, so no name of one reads like the rest. */
export function requirementWords(list: readonly Requirement[]): string {
  return list.map((each) => `${String(each.count)} of ${placeWords(each)}`).join(' and ');
}

/** Why a passkey's answer is not taken. */
export function evmKeyWords(what: string): string {
  return `a passkey cannot show what it signs, and ${what} needs an EVM key in every place that you could fill: sign with a wallet`;
}

/** A group, and by which keys its people must sign if that matters. */
export function placeWords({ group, keys }: Pick<Requirement, 'group' | 'keys'>): string {
  return keys === undefined ? group : `${group} (EVM keys only)`;
}

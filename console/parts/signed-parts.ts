import { shownOnPage } from '../../src/domain/values/shown.js';

/** A part of a signed sentence: plain, an amount in groups of three, an address or hash in groups of four, or an id. */
export type SignedPart =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'number'; readonly groups: readonly string[]; readonly rest: string }
  | { readonly kind: 'hex'; readonly groups: readonly string[] }
  | { readonly kind: 'id'; readonly text: string };

// An address or a hash; an id; or a number by itself, which is no part of an id or a word, and no chain's.
const GROUPED =
  /\b[a-z]{2,5}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b0x(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})\b|(?<![\w.$-]|chain )\d{4,}(?:\.\d+)?(?![\w-])/g;

/** A sentence as it is signed; what is long in it is grouped, by margins and not by characters. */
export function signedParts(sentence: string): readonly SignedPart[] {
  const text = shownOnPage(sentence);
  const parts: SignedPart[] = [];
  let from = 0;
  for (const match of text.matchAll(GROUPED)) {
    if (match.index > from) parts.push({ kind: 'plain', text: text.slice(from, match.index) });
    parts.push(partOf(match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'plain', text: text.slice(from) });
  return parts;
}

function partOf(long: string): SignedPart {
  if (long.startsWith('0x')) return hexPart(long);
  return long.includes('_') ? { kind: 'id', text: long } : numberPart(long);
}

function hexPart(hex: string): SignedPart {
  return { kind: 'hex', groups: hex.slice(2).match(/.{4}/g) ?? [] };
}

function numberPart(number: string): SignedPart {
  const [whole = '', fraction] = number.split('.');
  const head = whole.length % 3;
  const groups = [whole.slice(0, head), ...(whole.slice(head).match(/\d{3}/g) ?? [])].filter(Boolean);
  return { kind: 'number', groups, rest: fraction === undefined ? '' : `.${fraction}` };
}

const BEFORE = ' Before: ';

/** What a sentence says, and what it says of before. Inside of quotes stand words that somebody else chose. */
export function sentenceHalves(sentence: string): readonly [string, string | null] {
  for (let at = sentence.lastIndexOf(BEFORE); at > 0; at = sentence.lastIndexOf(BEFORE, at - 1)) {
    const quotes = sentence.slice(0, at).replaceAll(/\\./g, '').split('"').length - 1;
    if (quotes % 2 === 0) return [sentence.slice(0, at + 1), sentence.slice(at + 1)];
  }
  return [sentence, null];
}

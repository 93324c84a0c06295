import { shown } from '../../src/domain/values/shown.js';

/** A part of a signed sentence: plain, or a number in groups of three. */
export type SignedPart =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'number'; readonly groups: readonly string[]; readonly rest: string };

// A number by itself: no part of an address, an id or a word.
const NUMBER = /(?<![\w.$-])\d{4,}(?:\.\d+)?(?![\w-])/g;

/** A sentence as it is signed; only its numbers are grouped, by what stands around the digits and not by characters. */
export function signedParts(sentence: string): readonly SignedPart[] {
  const text = shown(sentence);
  const parts: SignedPart[] = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > from) parts.push({ kind: 'plain', text: text.slice(from, match.index) });
    const [whole = '', fraction] = match[0].split('.');
    const head = whole.length % 3;
    const groups = [whole.slice(0, head), ...(whole.slice(head).match(/\d{3}/g) ?? [])].filter(Boolean);
    parts.push({ kind: 'number', groups, rest: fraction === undefined ? '' : `.${fraction}` });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'plain', text: text.slice(from) });
  return parts;
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

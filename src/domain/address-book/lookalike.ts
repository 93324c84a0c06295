import type { Address } from '../values/address.js';

const DIGITS = 40;

// Digits that are the same at each end. In the theft of $50M in December 2025, 3 leading and 4 trailing digits were
// (THREATS C01; other sources say 5 leading). Asking for one trailing digit less leaves a margin. It costs one false
// alarm in 160 new addresses against 100,000 known ones.
const ENDS = 3;

// Wallets show 4 to 6 digits at each end. An address that shares 8 of them, however split, also passes a glance.
const ENDS_TOGETHER = 8;

// Typing errors: two digits swapped, or one lost and another doubled, are two edits; a wrong digit is one more. Nobody
// can forge an address this close to another on purpose, and two random ones never are.
const EDITS = 3;

// Three edits leave at least one of four blocks intact, shifted by at most one place: both addresses have 40 digits, so
// each insertion before the block has a deletion elsewhere.
const BLOCK = DIGITS / (EDITS + 1);
const SHIFT = Math.floor(EDITS / 2);

/**
 * Whether a person could mistake one address for the other: the same digits at both ends, where wallets shorten them,
 * or few different digits in all. Case is ignored. An address is not a look-alike of itself.
 *
 * Two random addresses are alike with a probability of 16^-6 + 5.6 * 16^-8 = 6.1e-8. Among 100,000 random addresses
 * that is 300 pairs, and a new one is like one of 100,000 known with 0.6 %.
 */
export function isAlike(one: Address, other: Address): boolean {
  return lookalikesOf(one, [{ address: other }]).length > 0;
}

/** The known addresses that this one can be confused with. Runs in time linear in their number. */
export function lookalikesOf<Known extends { readonly address: Address }>(
  address: Address,
  known: readonly Known[],
): readonly Known[] {
  const digits = digitsOf(address);
  const nearby = blocksNear(digits);
  return known.filter((each) => {
    const other = digitsOf(each.address);
    if (other === digits) return false;
    if (hasSameEnds(digits, other)) return true;
    return sharesBlock(other, nearby) && editDistance(digits, other) <= EDITS;
  });
}

/** How to tell two addresses apart, as one sentence. It is deterministic, so that it can be signed. */
export function difference(one: Address, other: Address): string {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  const differing = positionsOfDifference(a, b);
  const [first] = differing;
  if (first === undefined) return `${one} is the same address as ${other}.`;
  return (
    `${one} is not ${other}: the first ${String(first)} and the last ${String(commonSuffix(a, b))} of 40 digits ` +
    `are the same, ${String(differing.length)} digits differ, digit ${String(first + 1)} is ` +
    `${a.charAt(first)} and not ${b.charAt(first)}.`
  );
}

/** Two addresses digit by digit, for whoever shows them one below the other. */
export interface Comparison {
  /** The digits that differ, counted from 1 after 0x. */
  readonly differing: readonly number[];
  readonly sameAtStart: number;
  readonly sameAtEnd: number;
  readonly lines: readonly { readonly address: Address; readonly marked: string }[];
}

export function compared(one: Address, other: Address): Comparison {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  const [first, second] = sideBySide(one, other);
  return {
    differing: positionsOfDifference(a, b).map((position) => position + 1),
    sameAtStart: commonPrefix(a, b),
    sameAtEnd: commonSuffix(a, b),
    lines: [
      { address: one, marked: first },
      { address: other, marked: second },
    ],
  };
}

/** Two addresses, one below the other, with every difference in brackets. */
export function sideBySide(one: Address, other: Address): readonly [string, string] {
  const differing = new Set(positionsOfDifference(digitsOf(one), digitsOf(other)));
  return [marked(one, differing), marked(other, differing)];
}

function digitsOf(address: Address): string {
  return address.slice(2).toLowerCase();
}

function hasSameEnds(a: string, b: string): boolean {
  const [prefix, suffix] = [commonPrefix(a, b), commonSuffix(a, b)];
  return (prefix >= ENDS && suffix >= ENDS) || prefix + suffix >= ENDS_TOGETHER;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < DIGITS && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: string, b: string): number {
  let length = 0;
  while (length < DIGITS && a[DIGITS - 1 - length] === b[DIGITS - 1 - length]) length += 1;
  return length;
}

/** For each block position: the digits that an address within few edits may have there. */
function blocksNear(digits: string): readonly ReadonlySet<string>[] {
  return Array.from({ length: EDITS + 1 }, (_, block) => {
    const starts = Array.from({ length: 2 * SHIFT + 1 }, (__, each) => block * BLOCK + each - SHIFT);
    const inside = starts.filter((start) => start >= 0 && start + BLOCK <= DIGITS);
    return new Set(inside.map((start) => digits.slice(start, start + BLOCK)));
  });
}

function sharesBlock(digits: string, near: readonly ReadonlySet<string>[]): boolean {
  return near.some((blocks, index) => blocks.has(digits.slice(index * BLOCK, (index + 1) * BLOCK)));
}

/** Levenshtein distance: how many digits must be replaced, inserted or deleted. */
export function editDistance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(before, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, at(before, column) + 1, at(current, column - 1) + 1));
    }
    before = current;
  }
  return at(before, b.length);
}

function at(row: readonly number[], index: number): number {
  const value = row[index];
  if (value === undefined) throw new TypeError('outside of the table');
  return value;
}

function positionsOfDifference(a: string, b: string): readonly number[] {
  return Array.from(a).flatMap((digit, index) => (digit === b[index] ? [] : [index]));
}

function marked(address: Address, differing: ReadonlySet<number>): string {
  const digits = Array.from(address.slice(2), (digit, index) => {
    const [isIn, wasIn] = [differing.has(index), differing.has(index - 1)];
    return `${isIn && !wasIn ? '[' : ''}${!isIn && wasIn ? ']' : ''}${digit}`;
  });
  return `0x${digits.join('')}${differing.has(DIGITS - 1) ? ']' : ''}`;
}

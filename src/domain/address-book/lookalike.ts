import type { Address } from '../values/address.js';

const DIGITS = 40;

// In December 2025 3 leading and 4 trailing digits were the same, and $50M went to the wrong address (THREATS C01;
// other sources say 5 leading). One digit less at the end leaves a margin, at the price of a false alarm for one of
// 160 new addresses against 100,000 known ones.
const ENDS = 3;

// Wallets show 4 to 6 digits at each end. Who matches 8 of those in whatever split has passed a glance as well.
const ENDS_TOGETHER = 8;

// Typing errors: two neighbours swapped, or one digit lost and another doubled, are two edits; one more for a digit
// that is wrong besides. Nobody can make an address this near to another on purpose, and no two random ones are.
const EDITS = 3;

// Three edits leave at least one of four blocks whole, moved by one place at most: whatever is inserted before it
// must be deleted elsewhere, because both addresses have 40 digits.
const BLOCK = DIGITS / (EDITS + 1);
const SHIFT = Math.floor(EDITS / 2);

/**
 * Whether a person could take one address for the other: the same digits at both ends, where wallets shorten them, or
 * few different ones in all. Case means nothing here. The same address is not like itself.
 *
 * Two random addresses are alike with a probability of 16^-6 + 5.6 * 16^-8 = 6.1e-8: of 100,000 random addresses
 * 300 pairs, and a new one is like one of 100,000 known with 0.6 %.
 */
export function isAlike(one: Address, other: Address): boolean {
  return lookalikesOf(one, [{ address: other }]).length > 0;
}

/** Those of the known addresses that one can be confused with. Takes time in proportion to how many are known. */
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

/** How to tell two addresses apart, as one sentence: the same for everybody, so that it can be signed. */
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

/** Two lines, one below the other, with all that differs in brackets. */
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

/** For each block's place: what may stand there in an address that is few edits away. */
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

/** Levenshtein's: how many digits must be replaced, inserted or deleted. */
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

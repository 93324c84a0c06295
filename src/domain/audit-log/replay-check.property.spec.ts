import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { platformHasher } from '../../../test/builders/log-tree.js';
import { headOf, honestLog, leavesOf, textAt } from '../../../test/builders/replayed-log.js';
import { leafNode } from './merkle.js';
import { type PresentedEntry, ReplayCheck, type ReplayResult } from './replay-check.js';

const SIZE = 150;
const log = honestLog(SIZE);
const genuine = leavesOf(log);
const copy = (index: bigint): Uint8Array | undefined => genuine[Number(index)];
const lastHead = headOf(log, SIZE);
const TAMPERINGS = 10_000;

/** A row of the table: everything in it can be written by a superuser. */
interface Row {
  readonly index: bigint;
  readonly text: string;
  /** Whose hash is stored: usually this text's. */
  readonly hashed: string;
}

type Act = (rows: readonly Row[], at: number, other: number) => readonly Row[];

const row = (text: string, index: bigint): Row => ({ index, text, hashed: text });
const forged = (at: number, other: number): string => textAt(at, `forged ${String(other)}`);

/** What somebody does who may write anything to the database. Each may leave the rest as it is, or make it fit. */
const ACTS: Readonly<Record<string, Act>> = {
  edit: (rows, at, other) => rows.with(at, { ...pick(rows, at), text: forged(at, other) }),
  editAndHash: (rows, at, other) => rows.with(at, row(forged(at, other), pick(rows, at).index)),
  editHash: (rows, at, other) => rows.with(at, { ...pick(rows, at), hashed: forged(at, other) }),
  delete: (rows, at, other) => rows.toSpliced(at, 1 + (other % 3)),
  swap: (rows, at, other) => rows.with(at, pick(rows, other)).with(other, pick(rows, at)),
  move: (rows, at, other) => rows.toSpliced(at, 1).toSpliced(other, 0, pick(rows, at)),
  reverse: (rows, at, other) => {
    const [from, to] = at < other ? [at, other + 1] : [other, at + 1];
    return [...rows.slice(0, from), ...rows.slice(from, to).reverse(), ...rows.slice(to)];
  },
  truncate: (rows, at) => rows.slice(0, at),
  insert: (rows, at, other) => rows.toSpliced(at, 0, row(forged(at, other), BigInt(at))),
  double: (rows, at) => rows.toSpliced(at, 0, pick(rows, at)),
  rewriteFrom: (rows, at, other) =>
    rows.map((each, place) => (place < at ? each : row(forged(place, other), BigInt(place)))),
};

function pick(rows: readonly Row[], at: number): Row {
  const found = rows[at];
  if (!found) throw new Error('no such row');
  return found;
}

/** Indexes in texts and rows put in order again, and every stored hash made that of its text. */
function madeToFit(rows: readonly Row[]): readonly Row[] {
  return rows.map(({ text }, at) =>
    row(text.replace(/"index":"\d+"/, `"index":"${String(at)}"`), BigInt(at)),
  );
}

const honest: readonly Row[] = log.map(({ index }) => row(textAt(index), index));
const anyAct = fc.record({ act: fc.constantFrom(...Object.values(ACTS)), at: fc.nat(), other: fc.nat() });
const anyTampering = fc
  .record({ acts: fc.array(anyAct, { minLength: 1, maxLength: 2 }), isMadeToFit: fc.boolean() })
  .map(({ acts, isMadeToFit }) => {
    const rows = acts.reduce(
      (done, { act, at, other }) =>
        done.length === 0 ? done : act(done, at % done.length, other % done.length),
      honest,
    );
    return isMadeToFit ? madeToFit(rows) : rows;
  });
const anyHeads = fc.uniqueArray(fc.integer({ min: 1, max: SIZE - 1 }), { maxLength: 4 });

const presentedRows = new WeakMap<Row, PresentedEntry>();
function presented(each: Row): PresentedEntry {
  const found = presentedRows.get(each);
  if (found) return found;
  const { index, text, hashed } = each;
  const entry = { index, bytes: Buffer.from(text), leafHash: leafNode(Buffer.from(hashed), platformHasher) };
  presentedRows.set(each, entry);
  return entry;
}

/** One after the other, because a check that has found a fault asks for no more. */
function* presentedFrom(rows: readonly Row[], from: number): Generator<PresentedEntry> {
  for (const each of rows.slice(from)) yield presented(each);
}

/** The first row that is not as it was, by looking at the rows alone. */
function firstChange(rows: readonly Row[]): bigint {
  const at = honest.findIndex(({ index, text, hashed }, place) => {
    const now = rows[place];
    return now?.index !== index || now.text !== text || now.hashed !== hashed;
  });
  return BigInt(at);
}

const headAt = Array.from({ length: SIZE }, (_, size) => headOf(log, size));

const begun = (sizes: readonly number[], copies: readonly (typeof copy)[]): ReplayCheck =>
  ReplayCheck.begin({
    heads: [lastHead, ...sizes.flatMap((size) => headAt[size] ?? [])],
    copies,
    hasher: platformHasher,
  });

function replayed(rows: readonly Row[], sizes: readonly number[]): ReplayResult {
  return begun(sizes, []).take(presentedFrom(rows, 0)).finish();
}

/** The checks after each number of honest rows, so that those before the first change are replayed once, not 10,000 times. */
function checksAlong(sizes: readonly number[]): readonly ReplayCheck[] {
  const checks = [begun(sizes, [copy])];
  for (const each of honest) checks.push((checks.at(-1) ?? begun(sizes, [copy])).take([presented(each)]));
  return checks;
}

describe(ReplayCheck.name, () => {
  it(`invariant 16: finds the first bad entry of each of ${String(TAMPERINGS)} tamperings by a superuser`, () => {
    let found = 0;
    const along = [[], [50, 100], [...headAt.keys()].filter((size) => size % 9 === 1)].map(checksAlong);
    fc.assert(
      fc.property(anyTampering, fc.constantFrom(...along), (rows, checks) => {
        const first = firstChange(rows);
        fc.pre(first >= 0n);
        const from = Number(first);
        const result = (checks[from] ?? begun([], [])).take(presentedFrom(rows, from)).finish();
        if (result.isProven || result.firstBadIndex !== first) {
          throw new Error(`${first.toString()} was answered with ${describeResult(result)}`);
        }
        found += 1;
      }),
      { numRuns: TAMPERINGS },
    );
    expect(found).toBe(TAMPERINGS);
  }, 300_000);

  it('invariant 16: by heads alone brackets the first bad entry as closely as they allow', () => {
    let closest = 0;
    fc.assert(
      fc.property(anyTampering, anyHeads, (rows, sizes) => {
        const first = firstChange(rows);
        fc.pre(first >= 0n);
        const result = replayed(rows, sizes);
        const all = [0n, ...sizes.map(BigInt), BigInt(SIZE)].sort((one, other) => Number(one - other));
        const before = all.findLast((size) => size <= first);
        const after = all.find((size) => size > first);
        if (result.isProven) throw new Error('it was not detected');
        expect(result.from).toBe(before);
        if (result.to > (after ?? -1n) || result.to <= first) throw new Error(describeResult(result));
        if (result.firstBadIndex !== null) expect(result.firstBadIndex).toBe(first);
        closest += 1;
      }),
      { numRuns: 500 },
    );
    expect(closest).toBe(500);
  });

  it('takes the untampered log whatever heads are known', () => {
    fc.assert(
      fc.property(anyHeads, (sizes) => {
        expect(replayed(honest, sizes)).toMatchObject({
          isProven: true,
          size: BigInt(SIZE),
          unproven: 0n,
        });
      }),
      { numRuns: 20 },
    );
  });
});

function describeResult(result: ReplayResult): string {
  return JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

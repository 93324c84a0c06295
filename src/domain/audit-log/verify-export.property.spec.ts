import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Shown, entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { platformHasher } from '../../../test/builders/log-tree.js';
import { logSigner } from '../../../test/builders/witnessed-log.js';
import { ExportCheck } from './verify-export.js';

const SIZE = 40;
const texts = entryTexts(SIZE);
const inserted = exportLines(entryTexts(SIZE + 1));

function isProven(lines: readonly string[]): boolean {
  const check = new ExportCheck({ logKey: logSigner.key, policy: null, hasher: platformHasher });
  for (const line of lines) check.take(line);
  return check.finish().isProven;
}

const anyShown = fc.array(fc.constantFrom<Shown>('entry', 'veiled', 'left-out'), {
  minLength: SIZE,
  maxLength: SIZE,
});
/** Of an actor's entries some are veiled; those of the other one are left out. */
const anyExport = fc
  .record({
    isFiltered: fc.boolean(),
    shown: anyShown,
    size: fc.integer({ min: 1, max: SIZE }),
    from: fc.nat(),
  })
  .map(({ isFiltered, shown, size, from }) => {
    const actor = { actor: 'per_ada' };
    return exportLines(texts, {
      size,
      filter: { ...(isFiltered && actor), fromIndex: String(from % size) },
      shown: (index) =>
        isFiltered && index % 2 === 1 ? 'left-out' : shown[index] === 'veiled' ? 'veiled' : 'entry',
    });
  });

type Act = (lines: readonly string[], at: number, other: number) => readonly string[];

/** Each changes the file; what does not, is not looked at. */
const ACTS: readonly Act[] = [
  (lines, at) => lines.toSpliced(at, 1),
  (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  (lines, at, other) => lines.with(at, lines[other] ?? '').with(other, lines[at] ?? ''),
  (lines, at, other) => lines.toSpliced(at, 0, inserted[other % inserted.length] ?? ''),
  (lines, at) => lines.slice(0, at),
  (lines, at, other) => lines.with(at, flipped(lines[at] ?? '', other)),
  (lines, at, other) => lines.with(at, (lines[at] ?? '').slice(0, other)),
];

/** One character is another one. */
function flipped(line: string, place: number): string {
  const at = place % line.length;
  const code = line.charCodeAt(at);
  return `${line.slice(0, at)}${String.fromCharCode(code === 120 ? 121 : (code & 0x7f) ^ 1)}${line.slice(at + 1)}`;
}

describe(ExportCheck.name, () => {
  it('invariant 16: proves every honest export', () => {
    fc.assert(
      fc.property(anyExport, (lines) => {
        expect(isProven(lines)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('invariant 16: refuses any changed, dropped, reordered, inserted or doubled line, and any end that is cut off', () => {
    const anyAct = fc.record({ act: fc.constantFrom(...ACTS), at: fc.nat(), other: fc.nat() });
    fc.assert(
      fc.property(anyExport, anyAct, (lines, { act, at, other }) => {
        const changed = act(lines, at % lines.length, other % lines.length);
        fc.pre(changed.join('\n') !== lines.join('\n'));
        expect(isProven(changed)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

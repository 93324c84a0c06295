import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { type ExportOptions, entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { platformHasher } from '../../../test/builders/log-tree.js';
import { TWO_OF_THREE, logSigner, witnessSigner } from '../../../test/builders/witnessed-log.js';
import type { TreeHead } from './checkpoint.js';
import { frontierOf, frontierRoot } from './frontier.js';
import { leafNode } from './merkle.js';
import { parseTlogPolicy } from './tlog-policy.js';
import { ExportCheck, type ExportTrust, type ExportVerdict } from './verify-export.js';

const texts = entryTexts(23);
const trust: ExportTrust = { logKey: logSigner.key, policy: null, hasher: platformHasher };

const verify = (lines: readonly string[], given: ExportTrust = trust): ExportVerdict => {
  const check = new ExportCheck(given);
  for (const line of lines) check.take(line);
  return check.finish();
};

const headOf = (size: number, of = texts): TreeHead => {
  const frontier = frontierOf(of.slice(0, size).map((text) => leafNode(Buffer.from(text))));
  return { size: BigInt(size), root: frontierRoot(frontier) };
};

const byActor = (actor: string): ExportOptions => ({
  filter: { actor },
  shown: (index) => (index % 2 === (actor === 'per_ada' ? 0 : 1) ? 'entry' : 'left-out'),
});

describe(ExportCheck.name, () => {
  it('invariant 16: proves a whole log from its first entry on', () => {
    const lines = exportLines(texts);
    expect(verify(lines)).toMatchObject({
      isProven: true,
      checkpoint: { size: 23n },
      counts: { entries: 23n, veiled: 0n, leftOut: 0n },
      sha256: new Uint8Array(
        createHash('sha256')
          .update(`${lines.join('\n')}\n`)
          .digest(),
      ),
    });
  });

  it('invariant 16: proves every range of every size', () => {
    for (let size = 1; size <= 9; size += 1)
      for (let from = 0; from < size; from += 1)
        for (let to = from + 1; to <= size; to += 1) {
          const filter = { fromIndex: String(from), toIndex: String(to) };
          expect(verify(exportLines(texts, { filter, size }))).toMatchObject({
            isProven: true,
            counts: { entries: BigInt(to - from) },
          });
        }
  });

  it('invariant 16: proves what a filter leaves, and counts what it leaves out', () => {
    expect(verify(exportLines(texts, byActor('per_eve')))).toMatchObject({
      isProven: true,
      counts: { entries: 11n, leftOut: 12n },
    });
    const none = { filter: { actor: 'per_nobody' }, shown: () => 'left-out' as const };
    expect(verify(exportLines(texts, none))).toMatchObject({ isProven: true, counts: { leftOut: 23n } });
  });

  it('invariant 16: proves that veiled entries are there', () => {
    const lines = exportLines(texts, { shown: (index) => (index === 4 ? 'veiled' : 'entry') });
    expect(verify(lines)).toMatchObject({ isProven: true, counts: { entries: 22n, veiled: 1n } });
  });

  it('demands the cosignatures of a policy', () => {
    const given = { ...trust, policy: parseTlogPolicy(TWO_OF_THREE) };
    expect(verify(exportLines(texts, { witnesses: [1, 3] }), given)).toMatchObject({
      isProven: true,
      cosigners: [{ witness: 'w1' }, { witness: 'w3' }],
    });
    expect(verify(exportLines(texts, { witnesses: [1] }), given)).toMatchObject({ isProven: false, line: 1 });
  });

  it("takes no other log's key", () => {
    const { key } = witnessSigner(1);
    expect(verify(exportLines(texts), { ...trust, logKey: key })).toMatchObject({ isProven: false });
  });
});

describe('heads that the reader has from elsewhere', () => {
  it('invariant 16: agree wherever the lines come to their size', () => {
    const heads = [headOf(7), headOf(20), headOf(23)];
    expect(verify(exportLines(texts), { ...trust, heads })).toMatchObject({
      agreed: [7n, 20n, 23n],
      notCompared: [],
    });
    const filter = { fromIndex: '8', toIndex: '16' };
    expect(
      verify(exportLines(texts, { filter }), { ...trust, heads: [...heads, headOf(8), headOf(16)] }),
    ).toMatchObject({ isProven: true, agreed: [8n, 16n, 23n], notCompared: [7n, 20n] });
  });

  it('invariant 16: refuse another history, and say where it parts', () => {
    const other = texts.with(9, (texts[9] ?? '').replace('per_eve', 'per_bob'));
    const heads = [headOf(7), headOf(12)];
    expect(verify(exportLines(other), { ...trust, heads })).toMatchObject({
      isProven: false,
      firstBadIndex: null,
      from: 7n,
      to: 23n,
      reason: expect.stringContaining('up to entry 11') as unknown,
    });
    expect(verify(exportLines(other), { ...trust, heads: [headOf(23)] })).toMatchObject({
      isProven: false,
      reason: expect.stringContaining('two histories') as unknown,
    });
  });
});

describe('what is refused', () => {
  const lines = exportLines(texts);
  const edited = (at: number, edit: (line: string) => string) => lines.with(at, edit(lines[at] ?? ''));

  it.each<[string, readonly string[], string, bigint | null]>([
    ['nothing', [], 'empty', null],
    ['another first line', ['{}'], 'none that an export has', null],
    ['a changed text', edited(6, (line) => line.replace('per_eve', 'per_bob')), 'hash', 5n],
    ['a dropped line', lines.toSpliced(6, 1), 'entry 5 has to follow', 5n],
    ['a doubled line', lines.toSpliced(6, 0, lines[5] ?? ''), 'entry 5 has to follow', 5n],
    ['no last line', lines.slice(0, -1), 'cut off', null],
    ['an early end', lines.toSpliced(20, 4), 'entry 19 is missing', 19n],
    ['more after the end', [...lines, lines.at(-1) ?? ''], 'goes on', null],
    ['a line in other words', edited(6, (line) => line.replace(':', ': ')), 'canonical', 5n],
    ['half a surrogate pair', edited(6, (line) => line.replace('per_eve', '\\ud800')), 'canonical', 5n],
    ['no JSON', edited(6, () => 'x'), 'no JSON', 5n],
    ['other counts', edited(24, (line) => line.replace('"23"', '"22"')), 'counts', null],
  ])('%s', (_name, given, reason, firstBadIndex) => {
    expect(verify(given)).toMatchObject({
      isProven: false,
      reason: expect.stringContaining(reason) as unknown,
      firstBadIndex,
    });
  });

  it('entries that are left out of a range, where no filter asks for that', () => {
    const shown = (index: number) => (index === 5 ? ('left-out' as const) : ('entry' as const));
    expect(verify(exportLines(texts, { shown }))).toMatchObject({
      isProven: false,
      reason: expect.stringContaining('no filter asks') as unknown,
      firstBadIndex: 5n,
    });
  });

  it('an entry that the filter does not ask for', () => {
    const options = { ...byActor('per_ada'), filter: { actor: 'per_eve' } };
    expect(verify(exportLines(texts, options))).toMatchObject({
      isProven: false,
      reason: expect.stringContaining('not one that the filter asks for') as unknown,
      firstBadIndex: 0n,
    });
  });

  it('invariant 16: texts and hashes that fit each other and are not the log', () => {
    const forged = exportLines(texts.with(9, (texts[9] ?? '').replace('per_eve', 'per_bob')));
    const mixed = [lines[0] ?? '', ...forged.slice(1)];
    expect(verify(mixed)).toMatchObject({
      isProven: false,
      reason: expect.stringContaining('at least one is another') as unknown,
      firstBadIndex: null,
      from: 0n,
      to: 23n,
    });
  });

  it('an end before the one that the checkpoint gives', () => {
    const short = exportLines(texts, { filter: { toIndex: '20' } });
    const header = (short[0] ?? '').replace('"filter":{"toIndex":"20"}', '"filter":{}');
    expect(verify([header, ...short.slice(1)])).toMatchObject({
      isProven: false,
      reason: expect.stringContaining('the range') as unknown,
    });
  });
});

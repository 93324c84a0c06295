import { describe, expect, it } from '@jest/globals';
import { entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { logSigner, vkeyOf } from '../../../test/builders/witnessed-log.js';
import { type Followed, takeBatch } from './follow-batch.js';
import { parseVerifierKey } from './verifier-key.js';

const trust = { logKey: parseVerifierKey(vkeyOf(logSigner)), policy: null };
const texts = entryTexts(12);
const NOTHING: Followed = { head: undefined, checkpoint: undefined };

/** Entries `from` to below `to` of a log of `size`, as a gateway gives them out. */
function batch(from: number, to: number, size = to, of = texts): string {
  const lines = exportLines(of, { filter: { fromIndex: String(from), toIndex: String(to) }, size });
  return lines.map((line) => `${line}\n`).join('');
}

function taken(text: string, after: Followed) {
  const batchTaken = takeBatch(text, after, trust);
  if (!batchTaken.isProven) throw new Error(batchTaken.reason);
  return batchTaken;
}

const forged = texts.with(2, (texts[2] ?? '').replace('per_', 'per_x'));

describe(takeBatch.name, () => {
  it('invariant 16: takes one part after the other, under one checkpoint or a later one', () => {
    const first = taken(batch(0, 5, 7), NOTHING);
    expect(first.lines.map(({ index }) => index)).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect([first.head.size, first.checkpoint.size]).toEqual([5n, 7n]);
    const second = taken(batch(5, 12), first);
    expect([second.lines.length, second.head.size]).toEqual([7, 12n]);
  });

  it('invariant 16: refuses a log that has another history than what was taken before', () => {
    const first = taken(batch(0, 5), NOTHING);
    expect(takeBatch(batch(5, 12, 12, forged), first, trust)).toMatchObject({ isProven: false });
    // The checkpoint of before reached further than what was taken: it binds what comes, too.
    const ahead = taken(batch(0, 2, 7), NOTHING);
    expect(takeBatch(batch(2, 12, 12, forged), ahead, trust)).toMatchObject({ isProven: false });
  });

  it('invariant 16: refuses a gap, a part that is cut off, and a changed entry', () => {
    const first = taken(batch(0, 5), NOTHING);
    for (const wrong of [
      batch(6, 12),
      batch(0, 12),
      batch(5, 12).slice(0, -1),
      batch(5, 12).replace('per_eve', 'per_x'),
    ])
      expect(takeBatch(wrong, first, trust)).toMatchObject({ isProven: false });
  });

  it('begins anywhere, if nothing was taken before', () => {
    expect(taken(batch(5, 12), NOTHING).head.size).toBe(12n);
  });
});

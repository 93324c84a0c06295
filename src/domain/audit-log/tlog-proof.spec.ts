import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someLeaves } from '../../../test/builders/log-tree.js';
import { checkpointNote, receiptOf } from '../../../test/builders/witnessed-log.js';
import { c2sp } from '../../../test/vectors/c2sp.js';
import { MalformedLogText } from './malformed.js';
import { parseSignedNote } from './signed-note.js';
import { parseTlogProof, printTlogProof } from './tlog-proof.js';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const anyProof = fc.record({
  extra: fc.option(fc.uint8Array()),
  index: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  path: fc.array(hash, { maxLength: 63 }),
  checkpoint: fc.constantFrom(
    ...[[], [1], [2, 3]].map((each) => parseSignedNote(checkpointNote(someLeaves(3), each))),
  ),
});
const receipt = receiptOf(['a', 'b', 'c'], 1, [1]);

describe(parseTlogProof.name, () => {
  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyProof, (proof) => {
        expect(parseTlogProof(printTlogProof(proof))).toEqual(proof);
      }),
    );
  });

  it('reads the receipt of the specification', () => {
    const text = `${c2sp.receiptHead}\n${c2sp.cosigned}`;
    const proof = parseTlogProof(text);
    expect(proof).toMatchObject({ index: 73894n, checkpoint: parseSignedNote(c2sp.cosigned) });
    expect(proof.path).toHaveLength(5);
    expect(proof.extra).toHaveLength(39);
    expect(printTlogProof(proof)).toBe(text);
  });

  it('reads one without extra data and without a path', () => {
    expect(parseTlogProof(receiptOf(['only'], 0, []))).toMatchObject({ extra: null, index: 0n, path: [] });
  });

  it.each([
    ['another version', receipt.replace('@v1', '@v2')],
    ['an empty line before it', `\n${receipt}`],
    ['no index', receipt.replace('index 1\n', '')],
    ['an index that is no number', receipt.replace('index 1', 'index one')],
    ['a negative index', receipt.replace('index 1', 'index -1')],
    ['an index with a zero before it', receipt.replace('index 1', 'index 01')],
    ['the extra data after the index', receipt.replace('index 1\n', 'index 1\nextra AAAA\n')],
    ['the extra data twice', receipt.replace('index', 'extra AAAA\nextra AAAA\nindex')],
    ['extra data that is not base64', receipt.replace('index', 'extra !!\nindex')],
    ['a short hash', receipt.replace('index 1\n', 'index 1\nAAAA\n')],
    [
      'a path that is too long',
      receipt.replace('index 1\n', `index 1\n${`${'A'.repeat(43)}=\n`.repeat(62)}`),
    ],
    ['no empty line', receipt.replaceAll('\n\n', '\n')],
    ['no checkpoint', receipt.slice(0, receipt.indexOf('\n\n') + 2)],
    ['carriage returns', receipt.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_name, text) => {
    expect(() => parseTlogProof(text)).toThrow(MalformedLogText);
  });
});

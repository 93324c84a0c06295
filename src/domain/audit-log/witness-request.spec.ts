import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someLeaves } from '../../../test/builders/log-tree.js';
import { checkpointNote } from '../../../test/builders/witnessed-log.js';
import { c2sp } from '../../../test/vectors/c2sp.js';
import { MalformedLogText } from './malformed.js';
import { parseSignedNote } from './signed-note.js';
import { requestedOrigin } from './witness-decision.js';
import { parseWitnessRequest, printWitnessRequest } from './witness-request.js';

const body = c2sp.addCheckpoint;

describe(parseWitnessRequest.name, () => {
  it('reads the request of the specification', () => {
    const request = parseWitnessRequest(body);
    expect(request.oldSize).toBe(20852014n);
    expect(request.proof).toHaveLength(4);
    expect(request.checkpoint.signatures).toHaveLength(2);
    expect(requestedOrigin(request)).toBe('example.com/behind-the-sofa');
    expect(printWitnessRequest(request)).toBe(body);
  });

  it('reads what was printed', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const anyRequest = fc.record({
      oldSize: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      proof: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.constant(parseSignedNote(checkpointNote(someLeaves(2), [1]))),
    });
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(parseWitnessRequest(printWitnessRequest(request))).toEqual(request);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no old size', body.slice(body.indexOf('\n') + 1)],
    ['an old size with a zero before it', body.replace('old 2', 'old 02')],
    ['a negative old size', body.replace('old 2', 'old -2')],
    ['no number', body.replace('old 20852014', 'old')],
    ['another word', body.replace('old', 'size')],
    ['two spaces', body.replace('old ', 'old  ')],
    ['a short hash', body.replace('PlRN', '')],
    ['a hash that is not base64', body.replace('PlRN', '!!!!')],
    ['64 hashes', body.replace('\n', `\n${`${'A'.repeat(43)}=\n`.repeat(60)}`)],
    ['no empty line', body.replaceAll('\n\n', '\n')],
    ['a checkpoint without signatures', body.slice(0, body.indexOf('—'))],
    ['no end', body.trimEnd()],
    ['carriage returns', body.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_name, written) => {
    expect(() => parseWitnessRequest(written)).toThrow(MalformedLogText);
  });

  it('takes 63 hashes', () => {
    const long = body.replace('\n', `\n${`${'A'.repeat(43)}=\n`.repeat(59)}`);
    expect(parseWitnessRequest(long).proof).toHaveLength(63);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { c2sp } from '../../../test/vectors/c2sp.js';
import { parseCheckpoint, printCheckpoint } from './checkpoint.js';
import { MalformedLogText } from './malformed.js';
import { parseSignedNote } from './signed-note.js';

const { text } = parseSignedNote(c2sp.cosigned);
const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => !each.includes('\n'));
const anyCheckpoint = fc.record({
  origin: line,
  size: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  extensions: fc.array(line),
});

describe(parseCheckpoint.name, () => {
  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        expect(parseCheckpoint(printCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it('reads the checkpoint of the specification', () => {
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163n,
      extensions: [],
    });
    expect(printCheckpoint(checkpoint)).toBe(text);
  });

  it.each([
    ['no last newline', text.slice(0, -1)],
    ['two lines', text.split('\n').slice(0, 2).join('\n') + '\n'],
    ['nothing', ''],
    ['a newline alone', '\n'],
    ['an empty origin', text.replace('example.com/behind-the-sofa', '')],
    ['a size with a zero before it', text.replace('20852163', '020852163')],
    ['a negative size', text.replace('20852163', '-1')],
    ['no size', text.replace('20852163', '')],
    ['a size beyond 63 bits', text.replace('20852163', '9223372036854775808')],
    ['a short root', text.replace('CsUY', '')],
    ['a root without padding', text.replace('=', '')],
    ['a root with bits left over', text.replace('q2I=', 'q2J=')],
    ['an empty extension', `${text}\n`],
    ['a space after the size', text.replace('20852163', '20852163 ')],
  ])('refuses %s', (_name, written) => {
    expect(() => parseCheckpoint(written)).toThrow(MalformedLogText);
  });
});

describe(printCheckpoint.name, () => {
  const checkpoint = parseCheckpoint(text);
  it.each([
    ['an empty origin', { origin: '' }],
    ['a newline in the origin', { origin: 'a\n5' }],
    ['a negative size', { size: -1n }],
    ['a short root', { root: new Uint8Array(31) }],
    ['an empty extension', { extensions: [''] }],
    ['a newline in an extension', { extensions: ['a\nb'] }],
  ])('refuses %s', (_name, change) => {
    expect(() => printCheckpoint({ ...checkpoint, ...change })).toThrow(MalformedLogText);
  });
});

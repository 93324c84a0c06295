import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { c2sp, goNotes } from '../../../test/vectors/c2sp.js';
import { MalformedLogText } from './malformed.js';
import { parseSignatureLines, parseSignedNote, printSignatureLines, printSignedNote } from './signed-note.js';
import { isKeyName } from './verifier-key.js';

const anySignature = fc.record({
  name: fc.string({ unit: 'grapheme', minLength: 1 }).filter(isKeyName),
  keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
  signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
});
const anyNote = fc.record({
  text: fc
    .array(fc.string({ unit: 'grapheme' }).filter((line) => !/[\0-\x1f]/.test(line)))
    .map((lines) => [...lines, ''].join('\n'))
    .filter((text) => text !== ''),
  signatures: fc.array(anySignature, { minLength: 1, maxLength: 5 }),
});
const { text, peterLine, enochLine } = goNotes;

describe(parseSignedNote.name, () => {
  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyNote, (note) => {
        expect(parseSignedNote(printSignedNote(note))).toEqual(note);
      }),
    );
  });

  it.each([
    ['the note', c2sp.note, 'quasimodo.example/salvatore', '367ba04b'],
    ['the checkpoint', c2sp.cosigned, 'example.com/behind-the-sofa', '033de0ae'],
  ])('reads %s of the specification', (_name, note, name, keyId) => {
    const parsed = parseSignedNote(note);
    expect(parsed.signatures[0]).toMatchObject({ name, keyId });
    expect(printSignedNote(parsed)).toBe(note);
  });

  it('takes the last empty line for the end of the text', () => {
    expect(parseSignedNote(c2sp.note).text).toMatch(/raggio di sole:\n\ned è subito sera\.\n$/);
  });

  it('takes a hundred signatures and not one more', () => {
    expect(parseSignedNote(`${text}\n${peterLine.repeat(100)}`).signatures).toHaveLength(100);
    expect(() => parseSignedNote(`${text}\n${peterLine.repeat(101)}`)).toThrow(MalformedLogText);
  });

  it.each([
    ['nothing', ''],
    ['a text alone', text],
    ['no signatures', `${text}\n`],
    ['no text', `\n${peterLine}`],
    ['no empty line', text + peterLine],
    ['a line without an end', `${text}\n${peterLine.trimEnd()}`],
    ['a line that is no signature', `${text}\n${peterLine}Unexpected line.\n`],
    ['an empty line between signatures', `${text}\n${peterLine}\n${enochLine}\n`],
    ['a control character', `\x01${text}\n${peterLine}`],
    ['a carriage return', `${text.replace('\n', '\r\n')}\n${peterLine}`],
    ['a tab', `\t${text}\n${peterLine}`],
    ['half of a surrogate pair', `\ud800${text}\n${peterLine}`],
    ['a hyphen for the dash', `${text}\n${peterLine.replace('—', '-')}`],
    ['two spaces', `${text}\n${peterLine.replace(' P', '  P')}`],
    ['a space at the end', `${text}\n${peterLine.replace('\n', ' \n')}`],
    ['a name with a space', `${text}\n${peterLine.replace('PeterNeumann', 'Bad Name')}`],
    ['a name with a wide space', `${text}\n${peterLine.replace('PeterNeumann', 'Bad\u3000Name')}`],
    ['a name with a plus', `${text}\n${peterLine.replace('PeterNeumann', 'a+b')}`],
    ['no name', `${text}\n${peterLine.replace('PeterNeumann', '')}`],
    ['only a key id', `${text}\n— PeterNeumann x08gow==\n`],
    ['base64 without padding', `${text}\n${peterLine.replace('=', '')}`],
    ['base64 of URLs', `${text}\n${peterLine.replace('/', '_')}`],
    ['base64 with bits left over', `${text}\n${peterLine.replace('AM=', 'AN=')}`],
    ['too much', `${'a'.repeat(1_000_000)}\n\n${peterLine}`],
  ])('refuses %s', (_name, note) => {
    expect(() => parseSignedNote(note)).toThrow(MalformedLogText);
  });
});

describe(printSignedNote.name, () => {
  const signature = { name: 'a', keyId: '00000000', signature: Uint8Array.of(1) };
  it.each([
    ['a text without an end', { text: 'abc', signatures: [signature] }],
    ['control characters', { text: 'a\rb\n', signatures: [signature] }],
    ['no signature', { text: 'abc\n', signatures: [] }],
    ['a bad name', { text: 'abc\n', signatures: [{ ...signature, name: 'a b' }] }],
    ['an empty signature', { text: 'abc\n', signatures: [{ ...signature, signature: new Uint8Array() }] }],
  ])('refuses %s', (_name, note) => {
    expect(() => printSignedNote(note)).toThrow(MalformedLogText);
  });
});

describe(parseSignatureLines.name, () => {
  it('reads the answer of a witness', () => {
    const lines = parseSignatureLines(peterLine + enochLine);
    expect(lines.map((each) => each.name)).toEqual(['PeterNeumann', 'EnochRoot']);
    expect(printSignatureLines(lines)).toBe(peterLine + enochLine);
  });
});

import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder } from '../../../test/builders/sluice-command.js';
import { readLines } from './read-lines.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const linesOf = (content: string | Uint8Array): string[] => [
  ...readLines(typeof content === 'string' ? folder.file(content) : folder.bytes(content)),
];

describe(readLines.name, () => {
  it('gives every line, also where it or a letter of it lies across what is read at once', () => {
    const lines = Array.from({ length: 4_000 }, (_, at) => `${String(at)} ${'€'.repeat(at % 700)}`);
    expect(linesOf(`${lines.join('\n')}\n`)).toEqual(lines);
    const long = '€'.repeat(1_000_000);
    expect(linesOf(`${long}\nx\n`)).toEqual([long, 'x']);
  });

  it('changes nothing: neither carriage returns, nor empty lines, nor a byte order mark', () => {
    expect(linesOf('\ufeffa\r\n\nb\n')).toEqual(['\ufeffa\r', '', 'b']);
    expect(linesOf('')).toEqual([]);
  });

  it.each([
    ['a last line without its end', 'a\nb'],
    ['half a letter', Buffer.from([0xe2, 0x82, 0x0a])],
    ['a line that is too long', 'x'.repeat(18 * 1024 * 1024)],
  ])('refuses %s', (_name, content) => {
    expect(() => linesOf(content)).toThrow(expect.objectContaining({ name: 'MalformedLines' }));
  });

  it('says that it cannot read what is not there, or is a folder', () => {
    for (const path of [`${folder.path}/none`, folder.path])
      expect(() => [...readLines(path)]).toThrow(expect.objectContaining({ name: 'UnreadableFile' }));
  });
});

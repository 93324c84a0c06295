import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBase64, parseHash, printBase64 } from './base64.js';
import { MalformedLogText } from './malformed.js';

describe(parseBase64.name, () => {
  it('reads what was printed, which is what everybody else prints', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = printBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(parseBase64(text, 'it')).toEqual(bytes);
      }),
    );
  });

  it('takes only the one spelling of some bytes', () => {
    const text = fc.string({
      unit: fc.constantFrom('A', 'Q', 'g', 'w', '+', '/', '=', '-', '_', ' ', '\n'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (written) => {
        const bytes = Buffer.from(written, 'base64');
        if (bytes.toString('base64') === written)
          expect(parseBase64(written, 'it')).toEqual(new Uint8Array(bytes));
        else expect(() => parseBase64(written, 'it')).toThrow(MalformedLogText);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['AB==', 'AAB=', 'A', 'AA', 'AAA', 'AA=', '====', 'AA==AA==', 'AA-_', 'AAAA\n', 'ＡＡＡＡ'])(
    'refuses %j',
    (text) => {
      expect(() => parseBase64(text, 'it')).toThrow(MalformedLogText);
    },
  );
});

describe(parseHash.name, () => {
  it('takes 32 bytes and nothing else', () => {
    expect(parseHash(printBase64(new Uint8Array(32)), 'it')).toHaveLength(32);
    for (const length of [0, 31, 33, 64]) {
      expect(() => parseHash(printBase64(new Uint8Array(length)), 'it')).toThrow(MalformedLogText);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entryBundle, parseEntryBundle } from './entry-bundle.js';
import { MalformedLogText } from './malformed.js';

describe(entryBundle.name, () => {
  it('has the length before each entry, the high byte first', () => {
    const long = new Uint8Array(258).fill(7);
    expect(entryBundle([Buffer.from('ab'), new Uint8Array(), long])).toEqual(
      Uint8Array.of(0, 2, 97, 98, 0, 0, 1, 2, ...long),
    );
  });

  it('takes the longest entry whose length fits, and none that is longer', () => {
    const longest = new Uint8Array(65_535);
    expect(parseEntryBundle(entryBundle([longest]), 1)).toEqual([longest]);
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});

describe(parseEntryBundle.name, () => {
  const anyEntries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256, size: 'small' });

  it('reads what was written', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        expect(parseEntryBundle(entryBundle(entries), entries.length)).toEqual(entries);
      }),
    );
  });

  it('refuses another width, and a bundle that is cut or lengthened anywhere', () => {
    fc.assert(
      fc.property(anyEntries, fc.nat(), (entries, at) => {
        const bytes = entryBundle(entries);
        const refused = (changed: Uint8Array, width = entries.length) => {
          expect(() => parseEntryBundle(changed, width)).toThrow(MalformedLogText);
        };
        refused(bytes, entries.length + 1);
        refused(Buffer.concat([bytes, Buffer.of(0)]));
        refused(Buffer.concat([bytes, Buffer.of(0, 0)]));
        if (bytes.length > 0) refused(bytes.subarray(0, at % bytes.length));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { bundleText, recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { bundleJsonSchema, pointerOf, printBundle, readBundle } from './bundle.js';

describe(readBundle.name, () => {
  it('reads what was printed, to the byte', () => {
    expect(printBundle(recordedBundle())).toBe(bundleText);
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a text that is no amount',
      (text) => text.replace(/"intent":\{"amount":"[0-9]+"/, '"intent":{"amount":"1.5"'),
      '/transfer/intent/amount',
    ],
    [
      'a state that there is not',
      (text) => text.replace('"state":"settled"', '"state":"paid"'),
      '/transfer/state',
    ],
    [
      'a checksum that is wrong',
      (text) =>
        text.replace(
          /("executor":"0x[0-9a-f]*)([A-F])/,
          (_, before: string, digit: string) => before + digit.toLowerCase(),
        ),
      '/execution/executor',
    ],
  ])('says where %s is', (_what, change, part) => {
    expect(readBundle(change(bundleText))).toMatchObject({ isRead: false, part });
  });
});

describe(pointerOf.name, () => {
  it('escapes what a JSON pointer has a meaning for', () => {
    expect(pointerOf([])).toBe('');
    expect(pointerOf(['a/b', 0, 'c~d'])).toBe('/a~1b/0/c~0d');
  });
});

describe(bundleJsonSchema.name, () => {
  it('is published as it is: `node scripts/write-schema.mjs` writes it anew', () => {
    const published = readFileSync(
      new URL('../../../docs/evidence-bundle.schema.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(bundleJsonSchema())));
  });
});

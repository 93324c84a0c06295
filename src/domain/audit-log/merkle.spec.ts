import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { leafHash } from './merkle.js';

describe(leafHash.name, () => {
  // The first three leaves of Certificate Transparency's reference tests (merkle_tree_test.cc and RFC 6962, 2.1).
  it.each([
    ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    ['\0', '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'],
    ['L123456', '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56'],
  ])('invariant 16: of %j is the published one', (body, expected) => {
    expect(leafHash(body)).toBe(`0x${expected}`);
  });

  it('invariant 16: is SHA-256 over a zero byte and the UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        const bytes = Buffer.concat([Buffer.of(0), Buffer.from(body, 'utf8')]);
        expect(leafHash(body)).toBe(`0x${createHash('sha256').update(bytes).digest('hex')}`);
      }),
    );
  });
});

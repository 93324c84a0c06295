import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { bytesToHex } from 'viem';
import { platformHasher } from '../../../test/builders/log-tree.js';
import { EMPTY_ROOT, isSameHash, leafHash, leafNode, nodeHash } from './merkle.js';

const sha256 = (...parts: readonly Uint8Array[]): string =>
  createHash('sha256').update(Buffer.concat(parts)).digest('hex');

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
        expect(leafHash(body)).toBe(`0x${sha256(Buffer.of(0), Buffer.from(body, 'utf8'))}`);
      }),
    );
  });
});

describe(nodeHash.name, () => {
  it('invariant 16: of the reference tests is the published one', () => {
    // Certificate Transparency's reference tests again: the node over the texts N123 and N456.
    expect(bytesToHex(nodeHash(Buffer.from('N123'), Buffer.from('N456')))).toBe(
      '0xaa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });

  it('invariant 16: is SHA-256 over a one byte and both sides, whoever hashes', () => {
    const side = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(side, side, (left, right) => {
        const expected = `0x${sha256(Buffer.of(1), left, right)}`;
        expect(bytesToHex(nodeHash(left, right))).toBe(expected);
        expect(bytesToHex(nodeHash(left, right, platformHasher))).toBe(expected);
      }),
    );
  });

  it('invariant 16: no entry has the hash of a node', () => {
    const [left, right] = [leafNode(Buffer.from('a')), leafNode(Buffer.from('b'))];
    expect(leafNode(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });
});

describe('EMPTY_ROOT', () => {
  it('invariant 16: is SHA-256 of nothing', () => {
    expect(bytesToHex(EMPTY_ROOT)).toBe(`0x${sha256()}`);
  });
});

describe(isSameHash.name, () => {
  it('tells any difference, that of the length included', () => {
    expect(isSameHash(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(isSameHash(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(isSameHash(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
    expect(isSameHash(Uint8Array.of(1, 2, 0), Uint8Array.of(1, 2))).toBe(false);
  });
});

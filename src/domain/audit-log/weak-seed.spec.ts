import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { isWeakSeed } from './weak-seed.js';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe(isWeakSeed.name, () => {
  it.each([
    ['zeros', '00'.repeat(32)],
    ['one', `${'00'.repeat(31)}01`],
    ['a repeated byte', '11'.repeat(32)],
    ['a repeated word', 'deadbeef'.repeat(8)],
    ['counted bytes', Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join('')],
    ['a test key of RFC 8032', '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'],
    ['ASCII of few letters', Buffer.from('password'.repeat(4)).toString('hex')],
  ])('invariant 6: %s', (_name, hex) => {
    expect(isWeakSeed(bytes(hex))).toBe(true);
  });

  it('takes what looks random', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isWeakSeed(createHash('sha256').update(text).digest())).toBe(false);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { ed25519PublicKey, isEd25519Signature, signEd25519 } from './ed25519.js';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

function platformKey(seed: Uint8Array) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

describe(signEd25519.name, () => {
  it('signs as the platform does', () => {
    fc.assert(
      fc.property(seeds, fc.uint8Array(), (seed, message) => {
        const key = platformKey(seed);
        const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
        expect(ed25519PublicKey(seed)).toEqual(new Uint8Array(spki.subarray(-32)));
        const signature = signEd25519(message, seed);
        expect(signature).toEqual(new Uint8Array(sign(null, message, key)));
        expect(isEd25519Signature(signature, message, ed25519PublicKey(seed))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe(isEd25519Signature.name, () => {
  const seed = new Uint8Array(32).fill(7);
  const message = Buffer.from('message');
  const signature = signEd25519(message, seed);
  const key = ed25519PublicKey(seed);

  it('refuses any bit that differs', () => {
    for (let bit = 0; bit < 64 * 8; bit += 37) {
      const changed = signature.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(isEd25519Signature(changed, message, key)).toBe(false);
    }
    expect(isEd25519Signature(signature, Buffer.from('Message'), key)).toBe(false);
    expect(isEd25519Signature(signature, message, ed25519PublicKey(new Uint8Array(32)))).toBe(false);
  });

  it('refuses the second form of a signature, with the order of the group added to s', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + order;
    const larger = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    expect(isEd25519Signature(Buffer.concat([signature.subarray(0, 32), larger]), message, key)).toBe(false);
  });

  it('refuses a key of small order, for which one signature fits any message', () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    expect(isEd25519Signature(Buffer.concat([identity, new Uint8Array(32)]), message, identity)).toBe(false);
  });

  it.each([0, 63, 65])('refuses a signature of %d bytes', (length) => {
    expect(isEd25519Signature(new Uint8Array(length), message, key)).toBe(false);
    expect(isEd25519Signature(signature, message, new Uint8Array(31))).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, bytesToHex, concat, numberToHex, slice, toHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { recoverSigner } from './recover-signer.js';

// The order of secp256k1 (SEC 2, section 2.4.1).
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const privateKey: Hex = `0x${'4c'.repeat(32)}`;
const signer = addressFromHex(privateKeyToAccount(privateKey).address);
const digest = parseBytes32(`0x${'5a'.repeat(32)}`);

const anyDigest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => parseBytes32(bytesToHex(bytes)));
const anyKey = fc.bigInt({ min: 1n, max: ORDER - 1n }).map((key) => numberToHex(key, { size: 32 }));

const signed = (hash: Bytes32, key: Hex): Promise<Hex> => sign({ hash, privateKey: key, to: 'hex' });
const withV = (signature: Hex, v: number): Hex => concat([slice(signature, 0, 64), toHex(v, { size: 1 })]);

async function codeOf(hash: Bytes32, signature: Hex): Promise<unknown> {
  try {
    return await recoverSigner(hash, signature);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe(recoverSigner.name, () => {
  it('invariant 14: gives the key that signed, for any key and digest', async () => {
    await fc.assert(
      fc.asyncProperty(anyDigest, anyKey, async (hash, key) => {
        const expected = addressFromHex(privateKeyToAccount(key).address);
        expect(await recoverSigner(hash, await signed(hash, key))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('invariant 14: one flipped bit of digest, r or s never gives the signer', async () => {
    const signature = await signed(digest, privateKey);
    // Known from here on, which must not help what differs from it.
    expect(await recoverSigner(digest, signature)).toBe(signer);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 95 }), fc.nat({ max: 7 }), async (byte, bit) => {
        const joined = concat([digest, signature]);
        const flipped = BigInt(joined) ^ (1n << BigInt((96 - byte) * 8 + bit));
        const bytes = numberToHex(flipped, { size: 97 });
        expect(await codeOf(parseBytes32(slice(bytes, 0, 32)), slice(bytes, 32))).not.toBe(signer);
      }),
      { numRuns: 60 },
    );
  });

  it('invariant 14: the other v gives somebody else', async () => {
    const signature = await signed(digest, privateKey);
    const v = Number.parseInt(slice(signature, 64), 16);
    expect(await codeOf(digest, withV(signature, v === 27 ? 28 : 27))).not.toBe(signer);
  });

  it('invariant 14: every v but 27 and 28 is refused by its type', async () => {
    const signature = await signed(digest, privateKey);
    const others = Array.from({ length: 256 }, (_, v) => v).filter((v) => v !== 27 && v !== 28);
    const codes = await Promise.all(others.map((v) => codeOf(digest, withV(signature, v))));
    expect(new Set(codes)).toEqual(new Set(['SIG_TYPE']));
  });

  it.each([
    [0, 'contract signature'],
    [1, 'approved hash'],
    [31, 'eth_sign'],
    [32, 'eth_sign'],
    [29, 'v=29 is not known'],
  ])('invariant 14: says what v=%d is: %s', async (v, words) => {
    await expect(recoverSigner(digest, withV(await signed(digest, privateKey), v))).rejects.toThrow(words);
  });

  it('invariant 14: the malleated twin (r, n-s, v^1) is refused, though it is as valid on the curve', async () => {
    await fc.assert(
      fc.asyncProperty(anyDigest, async (hash) => {
        const signature = await signed(hash, privateKey);
        const s = numberToHex(ORDER - BigInt(slice(signature, 32, 64)), { size: 32 });
        const v = Number.parseInt(slice(signature, 64), 16) === 27 ? 28 : 27;
        const twin = concat([slice(signature, 0, 32), s, toHex(v, { size: 1 })]);
        expect(await codeOf(hash, twin)).toBe('SIG_HIGH_S');
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['nothing', 0],
    ['the 64 bytes of EIP-2098', 64],
    ['one byte too many', 66],
    ['two signatures', 130],
  ])('invariant 14: refuses %s by the length', async (_case, length) => {
    const signature = await signed(digest, privateKey);
    const bytes = length === 0 ? '0x' : slice(concat([signature, signature]), 0, length);
    expect(await codeOf(digest, bytes)).toBe('SIG_LENGTH');
  });

  it.each([
    ['r = s = 0', concat([numberToHex(0n, { size: 64 }), '0x1b'])],
    ['r = 0', concat([numberToHex(0n, { size: 32 }), numberToHex(1n, { size: 32 }), '0x1b'])],
    ['s = 0', concat([numberToHex(1n, { size: 32 }), numberToHex(0n, { size: 32 }), '0x1b'])],
    ['r beyond the order', concat([numberToHex(ORDER, { size: 32 }), numberToHex(1n, { size: 32 }), '0x1c'])],
  ])('invariant 14: %s is a signature of nobody', async (_case, signature) => {
    expect(await codeOf(digest, signature)).toBe('SIG_MISMATCH');
  });
});

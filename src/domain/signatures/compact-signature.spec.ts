import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, parseSignature, serializeCompactSignature, signatureToCompactSignature } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { compactWords } from './compact-signature.js';
import { verifyOwnerSignature } from './owner-signature.js';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const owner = addressFromHex(account.address);
const other = addressFromHex(`0x${'22'.repeat(20)}`);

const compact = async (hash: `0x${string}`) =>
  serializeCompactSignature(signatureToCompactSignature(parseSignature(await account.sign({ hash }))));

describe('compact signatures (EIP-2098)', () => {
  it('are named with their signer, whatever hash is signed, and never count', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (digest) => {
        const hash = parseBytes32(`0x${Buffer.from(digest).toString('hex')}`);
        const signature = await compact(hash);
        expect(await compactWords(signature, hash, null)).toContain(`by which ${owner} signed this hash`);
        const verdict = await verifyOwnerSignature(
          { owner, signature },
          { safeTxHash: hash, owners: [owner] },
        );
        expect(verdict).toMatchObject({ kind: 'refused', refusal: { code: 'SIG_LENGTH' } });
      }),
      { numRuns: 20 },
    );
  });

  it('say so if they are not of whom they should be', async () => {
    const [hash, another] = [parseBytes32(`0x${'aa'.repeat(32)}`), parseBytes32(`0x${'bb'.repeat(32)}`)];
    const signature = await compact(hash);
    expect(await compactWords(signature, hash, [other])).toContain(`they recover to ${owner}`);
    expect(await compactWords(signature, another, [owner])).toContain('another hash was signed');
    expect(await compactWords(concat([signature, signature]), hash, [owner])).toContain(
      '2 compact signatures',
    );
  });

  it.each(['0x', `0x${'00'.repeat(64)}`, `0x${'11'.repeat(65)}`, `0x${'ff'.repeat(64)}`] as const)(
    'are not seen in %s',
    async (bytes) => {
      expect(await compactWords(bytes, parseBytes32(`0x${'aa'.repeat(32)}`), null)).toBeUndefined();
    },
  );
});

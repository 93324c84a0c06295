import { describe, expect, it } from '@jest/globals';
import { attacks } from '../../../test/vectors/attacks.js';
import { parseBytes32 } from '../values/hex.js';
import { givenDigestsFault, transactionDigests } from './given-digests.js';

const { world } = attacks;
const here = { chainId: world.chainId, safe: world.safe, version: '1.4.1' };
const [good, other] = attacks.safeTx;
if (!good || !other) throw new Error('the corpus is empty');

describe(givenDigestsFault.name, () => {
  it.each(attacks.safeTx)('finds the hashes of $id to be its own', (vector) => {
    const hashedFor = { ...here, safe: vector.safe ?? world.safe, version: vector.version ?? '1.4.1' };
    const given = {
      domainHash: parseBytes32(vector.domainHash),
      messageHash: parseBytes32(vector.structHash),
      eip712Digest: parseBytes32(vector.safeTxHash),
      calldataDigest: parseBytes32(vector.calldataDigest),
    };
    expect(transactionDigests(vector.tx, hashedFor)).toEqual(given);
    expect(givenDigestsFault(vector.tx, given, hashedFor)).toBeUndefined();
  });

  it('G12: freezes on a hash of another body', () => {
    const given = { eip712Digest: parseBytes32(other.safeTxHash) };
    expect(givenDigestsFault(good.tx, given, here)).toMatchObject({
      verdict: 'FREEZE',
      refusal: { code: 'HASH_MISMATCH' },
    });
    const mixed = { ...given, domainHash: transactionDigests(good.tx, here).domainHash };
    expect(givenDigestsFault(good.tx, mixed, here)?.verdict).toBe('FREEZE');
  });

  it.each([
    ['E09: another chain', { ...here, chainId: 137 }, 'CHAIN_MISMATCH'],
    ['E08: the domain without a chain', { ...here, version: '1.1.1' }, 'SAFE_VERSION_UNSUPPORTED'],
  ])('%s is told by the hash', (_name, made, code) => {
    const { eip712Digest } = transactionDigests(good.tx, made);
    expect(givenDigestsFault(good.tx, { eip712Digest }, here)).toMatchObject({
      verdict: 'REFUSE',
      refusal: { code },
    });
  });
});

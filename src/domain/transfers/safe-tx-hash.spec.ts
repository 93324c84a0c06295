import { describe, expect, it } from '@jest/globals';
import { hashTypedData } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from './safe-tx-hash.js';

const sameDomain = attacks.safeTx.filter((vector) => vector.version === undefined);

describe('invariant 3: our own safeTxHash', () => {
  it('covers the whole corpus but the one vector of a Safe without a chain id', () => {
    expect(attacks.safeTx.length - sameDomain.length).toBe(1);
    expect(sameDomain.length).toBeGreaterThan(30);
  });

  it.each(sameDomain)('invariant 3: $id $name has the published hashes', (vector) => {
    const digests = safeTxDigests(vector.tx, attacks.world.chainId, vector.safe ?? attacks.world.safe);
    expect(digests).toEqual({
      domainHash: vector.domainHash,
      messageHash: vector.structHash,
      digest: vector.safeTxHash,
    });
    expect(calldataDigest(vector.tx.data)).toBe(vector.calldataDigest);
  });

  it.each(sameDomain)('the typed data of $id survives JSON and hashes to the same digest', (vector) => {
    const safe = vector.safe ?? attacks.world.safe;
    const typed = safeTxTypedData(vector.tx, attacks.world.chainId, safe);
    const parsed = JSON.parse(JSON.stringify(typed)) as Parameters<typeof hashTypedData>[0];
    expect(hashTypedData(parsed)).toBe(vector.safeTxHash);
  });

  it('a Safe 1.1.1 vector hashes otherwise, because its domain has no chain id', () => {
    const old = attacks.safeTx.find((vector) => vector.version === '1.1.1');
    if (!old) throw new Error('the corpus lacks the 1.1.1 vector');
    expect(safeTxDigests(old.tx, attacks.world.chainId, attacks.world.safe).digest).not.toBe(old.safeTxHash);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Hex, concat, size, slice, toHex } from 'viem';
import { sign } from 'viem/accounts';
import { z } from 'zod';
import { attacks } from '../../../test/vectors/attacks.js';
import { mnemonicAccount } from '../../../sandbox/mnemonic.js';
import { type Address, addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../values/hex.js';
import { type OwnerSignature, joinSignatures, verifyOwnerSignature } from './owner-signature.js';

const address = z.string().transform(addressFromHex);
const bytes32 = z.string().transform(parseBytes32);
const bytes = z.string().transform(parseHex);
const expected = z.object({ verdict: z.enum(['ACCEPT', 'REFUSE', 'FREEZE']), code: z.string() });
const vectors = z
  .object({
    signatures: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        safeTxHash: bytes32,
        signatures: bytes,
        expect: expected,
      }),
    ),
    historic: z.array(
      z.object({
        id: z.string(),
        safeTxHash: bytes32,
        ethSignDigest: bytes32,
        signatures: z.array(z.object({ owner: address, sig: bytes, recovered: address })),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/attacks.json', import.meta.url), 'utf8')));

const { owners } = attacks.world;

function historic(id: string) {
  const found = vectors.historic.find((each) => each.id === id);
  if (!found) throw new Error(`the corpus lacks ${id}`);
  return found;
}

function ownerAt(at: number): Address {
  const owner = owners[at];
  if (!owner) throw new Error('the corpus has five owners');
  return owner;
}

function piecesOf(signatures: Hex): Hex[] {
  return Array.from({ length: size(signatures) / 65 }, (_, at) => slice(signatures, at * 65, at * 65 + 65));
}

/** The owners whom a proposer would claim for three pieces: the first three, ascending. */
function claimsOf(signatures: Hex): OwnerSignature[] {
  return piecesOf(signatures).map((signature, at) => ({ owner: ownerAt(at), signature }));
}

const withV = (signature: Hex, v: number): Hex => concat([slice(signature, 0, 64), toHex(v, { size: 1 })]);

function ownerKey(index: number) {
  const account = mnemonicAccount(index);
  const privateKey = account.getHdKey().privateKey;
  if (!privateKey) throw new Error('the account has no key');
  const signOver = (hash: Bytes32): Promise<Hex> => sign({ hash, privateKey: toHex(privateKey), to: 'hex' });
  return { owner: addressFromHex(account.address), signOver };
}

describe(verifyOwnerSignature.name, () => {
  it('the corpus has the control and four attacks, and every piece is of 65 bytes', () => {
    expect(vectors.signatures.map(({ id }) => id)).toEqual(['SG-00', 'SG-03', 'SG-07', 'SG-10', 'SG-14']);
    for (const each of vectors.signatures) expect(size(each.signatures)).toBe(195);
  });

  it.each(vectors.signatures)('invariant 14: $id $name', async ({ safeTxHash, signatures, expect: owed }) => {
    const verdicts = await Promise.all(
      claimsOf(signatures).map((claim) => verifyOwnerSignature(claim, { safeTxHash, owners })),
    );
    const bad = verdicts.filter((verdict) => verdict.kind !== 'genuine');
    switch (owed.verdict) {
      case 'ACCEPT':
        expect(bad).toEqual([]);
        break;
      case 'REFUSE':
        expect(bad[0]).toMatchObject({ kind: 'refused', refusal: { code: owed.code } });
        break;
      case 'FREEZE':
        expect(bad[0]).toMatchObject({ kind: 'mismatch', refusal: { code: owed.code } });
        break;
    }
  });

  it('invariant 14: a stranger who signs the cleared hash under their own name is a mismatch', async () => {
    const safeTxHash = parseBytes32(`0x${'77'.repeat(32)}`);
    const stranger = ownerKey(7);
    const claim = { owner: stranger.owner, signature: await stranger.signOver(safeTxHash) };
    expect(await verifyOwnerSignature(claim, { safeTxHash, owners })).toMatchObject({
      kind: 'mismatch',
      recovered: stranger.owner,
      refusal: { code: 'SIG_MISMATCH' },
    });
  });

  it("invariant 14: one owner's signature does not pass for another's", async () => {
    const safeTxHash = parseBytes32(`0x${'77'.repeat(32)}`);
    const [one, other] = [ownerKey(0), ownerKey(1)];
    const signature = await one.signOver(safeTxHash);
    const verdict = await verifyOwnerSignature({ owner: other.owner, signature }, { safeTxHash, owners });
    expect(verdict).toMatchObject({ kind: 'mismatch', recovered: one.owner });
  });

  it('invariant 14: v 0 or 1 is named as the parity that some devices give, and never counts', async () => {
    const safeTxHash = parseBytes32(`0x${'77'.repeat(32)}`);
    const { owner, signOver } = ownerKey(0);
    const signature = await signOver(safeTxHash);
    const v = Number.parseInt(slice(signature, 64), 16);
    const bare = withV(signature, v - 27);
    const verdict = await verifyOwnerSignature({ owner, signature: bare }, { safeTxHash, owners });
    expect(verdict).toMatchObject({
      kind: 'refused',
      refusal: { code: 'SIG_TYPE', reason: expect.stringContaining(`${String(v)} is meant`) as unknown },
    });
    const other = parseBytes32(`0x${'78'.repeat(32)}`);
    expect(
      await verifyOwnerSignature({ owner, signature: bare }, { safeTxHash: other, owners }),
    ).toMatchObject({ kind: 'mismatch', refusal: { code: 'SIG_MISMATCH' } });
  });

  it.each([0, 1])('invariant 14: v %d with an address in r stays what the Safe takes it for', async (v) => {
    const { owner } = ownerKey(0);
    const signature = concat([
      `0x${owner.slice(2).padStart(64, '0')}`,
      toHex(65, { size: 32 }),
      toHex(v, { size: 1 }),
    ]);
    const safeTxHash = parseBytes32(`0x${'77'.repeat(32)}`);
    const verdict = await verifyOwnerSignature({ owner, signature }, { safeTxHash, owners });
    expect(verdict).toMatchObject({
      kind: 'refused',
      refusal: {
        reason: expect.stringContaining(v === 0 ? 'contract signature' : 'approved hash') as unknown,
      },
    });
  });

  it('invariant 14: bytes that no key made are a mismatch that names nobody', async () => {
    const safeTxHash = parseBytes32(`0x${'77'.repeat(32)}`);
    const claim = { owner: ownerKey(0).owner, signature: withV(`0x${'00'.repeat(65)}`, 27) };
    const verdict = await verifyOwnerSignature(claim, { safeTxHash, owners });
    expect(verdict).toMatchObject({ kind: 'mismatch', recovered: null });
  });
});

describe('the signatures of Bybit, 21 February 2025', () => {
  const benign = historic('H-BYBIT-BENIGN');
  const malicious = historic('H-BYBIT-MAL');
  const bybit = benign.signatures.map(({ owner }) => owner);

  it('are the same bytes over the transfer that was shown and over the attack that was signed', () => {
    expect(benign.signatures.map(({ sig }) => sig)).toEqual(malicious.signatures.map(({ sig }) => sig));
    expect(benign.safeTxHash).not.toBe(malicious.safeTxHash);
    expect(benign.signatures).toHaveLength(3);
  });

  it.each(malicious.signatures)(
    'invariant 14: of $owner is eth_sign, which never counts',
    async ({ owner, sig }) => {
      const signed = { safeTxHash: malicious.safeTxHash, owners: bybit };
      expect(await verifyOwnerSignature({ owner, signature: sig }, signed)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'SIG_TYPE' },
      });
    },
  );

  it.each(benign.signatures)(
    'invariant 14: of $owner, as it was stored, is not over the transfer that was shown',
    async ({ owner, sig, recovered }) => {
      const shown = { safeTxHash: benign.safeTxHash, owners: bybit };
      expect(await verifyOwnerSignature({ owner, signature: sig }, shown)).toMatchObject({
        kind: 'mismatch',
        recovered,
        refusal: { code: 'SIG_MISMATCH' },
      });
    },
  );

  it.each(benign.signatures)(
    'invariant 14: of $owner, relabelled as EIP-712, is not over the transfer that was shown',
    async ({ owner, sig, recovered }) => {
      const signature = withV(sig, Number.parseInt(slice(sig, 64), 16) - 4);
      const shown = { safeTxHash: benign.ethSignDigest, owners: bybit };
      expect(await verifyOwnerSignature({ owner, signature }, shown)).toMatchObject({
        kind: 'mismatch',
        recovered,
        refusal: { code: 'SIG_MISMATCH' },
      });
      // The same bytes over the hash that the attack made them sign: that is what the owners' devices were shown.
      const executed = { safeTxHash: malicious.ethSignDigest, owners: bybit };
      expect(await verifyOwnerSignature({ owner, signature }, executed)).toEqual({ kind: 'genuine' });
    },
  );

  it.each(benign.signatures)(
    'invariant 14: of $owner, relabelled as EIP-712, is not over the bare safeTxHash either',
    async ({ owner, sig }) => {
      const signature = withV(sig, Number.parseInt(slice(sig, 64), 16) - 4);
      for (const { safeTxHash } of [benign, malicious]) {
        const verdict = await verifyOwnerSignature({ owner, signature }, { safeTxHash, owners: bybit });
        expect(verdict.kind).toBe('mismatch');
      }
    },
  );
});

describe(joinSignatures.name, () => {
  const control = vectors.signatures.find(({ id }) => id === 'SG-00');
  if (!control) throw new Error('the corpus lacks SG-00');
  const claims = claimsOf(control.signatures);
  const fourth = { owner: ownerAt(3), signature: `0x${'11'.repeat(65)}` as const };

  it('invariant 14: joins exactly as many as the threshold, ascending, however they came in', () => {
    expect(joinSignatures(claims, 3)).toBe(control.signatures);
    expect(joinSignatures([...claims].reverse(), 3)).toBe(control.signatures);
    expect(size(joinSignatures([...claims, fourth], 3))).toBe(195);
  });

  it('invariant 14: refuses an owner who is there twice, also beyond the threshold', () => {
    const [first, second, third] = claims as [OwnerSignature, OwnerSignature, OwnerSignature];
    for (const doubled of [
      [first, first, second],
      [first, second, third, third],
    ]) {
      expect(() => joinSignatures(doubled, 3)).toThrow(expect.objectContaining({ code: 'SIG_DUPLICATE' }));
    }
  });

  it('invariant 14: refuses fewer than the threshold', () => {
    expect(() => joinSignatures(claims.slice(0, 2), 3)).toThrow(expect.objectContaining({ code: 'QUORUM' }));
  });
});

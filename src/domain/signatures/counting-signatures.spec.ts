import { beforeAll, describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type EvmKey, type Person, evmKeyId } from '../identity/person.js';
import { parseAddress } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { carriesAny, revokedWords, signatureStanding } from './counting-signatures.js';
import type { OwnerSignature } from './owner-signature.js';

const word = (value: number) => numberToHex(value, { size: 32 });
const safeTxHash = parseBytes32(word(5));
const [account, stranger] = [privateKeyToAccount(word(1)), privateKeyToAccount(word(2))];
const owner = parseAddress(account.address);
const now = unixSeconds(1_800_000_000);

const key: EvmKey = {
  ...{ kind: 'evm', purpose: 'owner', address: owner, id: evmKeyId(owner) },
  ...{ activeFrom: unixSeconds(now - 10), revokedAt: null },
};
const signer: Person = {
  ...{ id: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'), name: 'Otto', roles: ['signer'] },
  ...{ groups: [], removedAt: null, keys: [key], accounts: [] },
};
const check = { safeTxHash, owners: [owner], signer, now };
const withKey = (change: Partial<EvmKey>): Person => ({ ...signer, keys: [{ ...key, ...change }] });

let genuine: OwnerSignature;

beforeAll(async () => {
  genuine = { owner, signature: await account.sign({ hash: safeTxHash }) };
});

describe('invariant 14: an owner signature that was taken', () => {
  it('counts while its person may use the key', async () => {
    expect(await signatureStanding(genuine, check)).toBe('counts');
  });

  it.each<[string, Partial<typeof check> & { signer?: Person | undefined }]>([
    ['whose key was revoked', { signer: withKey({ revokedAt: now }) }],
    ['whose key is not usable yet', { signer: withKey({ activeFrom: unixSeconds(now + 1) }) }],
    ['whose key is one for confirmations', { signer: withKey({ purpose: 'confirmation' }) }],
    ['whose person was removed', { signer: { ...signer, removedAt: now } }],
    ['whose person has no such key', { signer: { ...signer, keys: [] } }],
    ['of an owner who is none any more', { owners: [parseAddress(stranger.address)] }],
  ])('is revoked, and still known as given, %s', async (_, change) => {
    expect(await signatureStanding(genuine, { ...check, ...change })).toBe('revoked');
  });

  it('is revoked if nobody is known who brought it', async () => {
    expect(await signatureStanding(genuine, { ...check, signer: undefined })).toBe('revoked');
  });

  it('is void if the owner did not sign this hash, whoever wrote the row', async () => {
    const others = [
      { owner, signature: await account.sign({ hash: word(6) }) },
      { owner, signature: await stranger.sign({ hash: safeTxHash }) },
      { owner, signature: '0x' as const },
    ];
    for (const other of others) expect(await signatureStanding(other, check)).toBe('void');
  });
});

describe('bytes that were made before', () => {
  it('are known to carry a signature that no longer counts, wherever it stands in them', async () => {
    const other = { owner, signature: await stranger.sign({ hash: safeTxHash }) };
    const bytes = `0x02f9${genuine.signature.slice(2)}00`;
    expect(carriesAny(bytes, [other, genuine])).toBe(true);
    expect(carriesAny(bytes.toUpperCase(), [genuine])).toBe(true);
    expect(carriesAny(bytes, [other])).toBe(false);
    expect(carriesAny(bytes, [])).toBe(false);
  });
});

describe('what people read', () => {
  it('says whose signature no longer counts, only where one is missing by it', () => {
    const counted = { counting: [1, 2], revoked: [genuine] };
    expect(revokedWords(counted, 3)).toMatch(
      new RegExp(`the signature of ${owner} no longer counts.*2 of 3`),
    );
    expect(revokedWords({ ...counted, revoked: [genuine, genuine] }, 3)).toMatch('the signatures of');
    expect(revokedWords(counted, 2)).toBeUndefined();
    expect(revokedWords({ counting: [], revoked: [] }, 3)).toBeUndefined();
  });
});

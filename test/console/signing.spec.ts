import { describe, expect, it } from '@jest/globals';
import { challengeOf as domainChallengeOf } from '../../src/domain/signatures/base64url.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { type OwnKey, fittingKeys, whyNoSigner } from '../../console/signing/fitting-keys.js';
import { requireSignInChallenge } from '../../console/session/sign-in-challenge.js';
import { challengeOf } from '../../console/signing/passkey-challenge.js';
import { type Provider, askWallet } from '../../console/signing/provider.js';
import { SigningStopped } from '../../console/signing/signer.js';
import { fittingAccount, signMessage } from '../../console/signing/wallet.js';

const OWN = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const OTHER = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

const key = (parts: Partial<OwnKey>): OwnKey => ({
  ...{ id: OWN, kind: 'evm', purpose: 'confirmation', label: null, usable: true },
  ...{ activeFrom: '2026-01-01T00:00:00Z', lastUsedAt: null },
  ...parts,
});
const passkey = key({ id: 'AAEC', kind: 'passkey' });
const owner = key({ id: OTHER, purpose: 'owner' });

/** A wallet with an account and a chain, that answers other questions as it is told to. */
function walletOf(answers: Readonly<Record<string, unknown>>): Provider {
  return {
    request: ({ method }) =>
      method in answers ? Promise.resolve(answers[method]) : Promise.reject(new Error(method)),
  };
}

describe('the keys that fit', () => {
  const all = [key({}), passkey, owner, key({ id: OTHER, usable: false })];

  it('are those that may sign it now', () => {
    const idsOf = (...wanted: Parameters<typeof fittingKeys>) => fittingKeys(...wanted).map(({ id }) => id);
    expect(idsOf(all, { purpose: 'confirmation' })).toEqual([OWN, 'AAEC']);
    expect(idsOf(all, { purpose: 'confirmation', keys: 'evm' })).toEqual([OWN]);
    expect(idsOf(all, { purpose: 'owner', owners: [OTHER] })).toEqual([OTHER]);
    expect(idsOf(all, { purpose: 'owner', owners: [OWN] })).toEqual([]);
  });

  it('are missed in words', () => {
    const wanted = { purpose: 'confirmation' } as const;
    expect(whyNoSigner([passkey], { wanted, hasWallet: false })).toBeNull();
    expect(whyNoSigner([key({})], { wanted, hasWallet: true })).toBeNull();
    expect(whyNoSigner([key({})], { wanted, hasWallet: false })).toContain('this browser has none');
    expect(whyNoSigner([], { wanted: { ...wanted, keys: 'evm' }, hasWallet: true })).toContain(
      'takes the key of a wallet',
    );
    expect(whyNoSigner([], { wanted: { purpose: 'owner', owners: [] }, hasWallet: true })).toContain(
      'no key of an owner',
    );
  });
});

describe('a sign-in by a passkey', () => {
  it('signs the 16 bytes of a nonce, and nothing that could be the digest of anybody’s word', () => {
    const nonce = Buffer.alloc(16, 0xab).toString('base64url');
    expect(() => {
      requireSignInChallenge(nonce);
    }).not.toThrow();
    const digest = challengeOf(`0x${'ab'.repeat(32)}`);
    for (const challenge of [digest, `${nonce}AA`, `${nonce}==`, nonce.slice(1), '', undefined, [nonce]])
      expect(() => {
        requireSignInChallenge(challenge);
      }).toThrow(SigningStopped);
  });
});

describe('a wallet', () => {
  const fitting = { keys: [{ address: OWN, label: 'Ledger' }], chainId: 31_337 };
  const ready = { eth_requestAccounts: [OTHER, OWN.toLowerCase()], eth_chainId: '0x7a69' };

  it('is asked for the account that fits, on the chain that fits', async () => {
    expect(await fittingAccount(walletOf(ready), fitting)).toBe(OWN.toLowerCase());
    expect(await fittingAccount(walletOf(ready), { ...fitting, keys: null })).toBe(OTHER);
  });

  it.each([
    [{ ...ready, eth_chainId: '0x1' }, 'The wallet is on chain 1. Here it takes chain 31337.'],
    [{ ...ready, eth_chainId: 31_337 }, 'no chain that it could name'],
    [{ ...ready, eth_requestAccounts: [OTHER] }, `Choose “Ledger” (${OWN}) there`],
    [{ ...ready, eth_requestAccounts: [] }, 'shows no account'],
    [{ ...ready, eth_requestAccounts: 'none' }, 'names no accounts'],
  ])('that does not fit is told so before it prompts: %j', async (answers, words) => {
    await expect(fittingAccount(walletOf(answers), fitting)).rejects.toThrow(SigningStopped);
    await expect(fittingAccount(walletOf(answers), fitting)).rejects.toThrow(words);
  });

  it('that gives something else than 65 bytes has signed nothing', async () => {
    for (const answer of [null, '0x', `0x${'11'.repeat(64)}`, { r: 1 }])
      await expect(signMessage(walletOf({ personal_sign: answer }), 'x', OWN)).rejects.toThrow('65 bytes');
  });

  it.each([
    [{ code: 4001 }, 'You rejected it in the wallet'],
    [{ code: -32_002 }, 'a question open already'],
    [{ code: 1, message: 'out of paper' }, 'out of paper'],
    ['anything', 'The wallet gave an error'],
  ])('throws anything, and people get words: %j', async (thrown, words) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as wallets do
    const provider = { request: () => Promise.reject(thrown) };
    await expect(askWallet(provider, 'eth_chainId')).rejects.toThrow(words);
  });
});

it('has a passkey sign the digest as the gateway expects it', () => {
  for (const byte of ['00', '3e', '3f', 'fb', 'ff'])
    expect(challengeOf(`0x${byte.repeat(32)}`)).toBe(domainChallengeOf(parseBytes32(`0x${byte.repeat(32)}`)));
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, numberToHex, slice, toHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount, sign } from 'viem/accounts';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { type EvmKey, type Passkey, type Person, evmKeyId } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type PersonId, parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Clearance, type Verdict, clearanceDigest } from './clearance.js';
import { isGenuine } from './confirmation.js';

// The order of secp256k1 (SEC 2, section 2.4.1).
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const privateKey = `0x${'4c'.repeat(32)}` as const;
const account = privateKeyToAccount(privateKey);
const stranger = privateKeyToAccount(`0x${'5d'.repeat(32)}`);
const word = (value: number): Bytes32 => parseBytes32(numberToHex(value, { size: 32 }));
const personId = (n: number): PersonId =>
  parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);
const now = unixSeconds(1_800_000_000);

const clearance: Clearance = {
  chainId: 1,
  safe: addressFromHex('0x5afe00000000000000000000000000000000c01d'),
  transferId: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'),
  revision: 2,
  words: 'Send 11 ETH',
  intentHash: word(1),
  safeTxHash: word(2),
  effectsDigest: word(3),
  policyHash: word(4),
  exceptions: [word(5)],
  expiresAt: unixSeconds(now + 60),
};
const yes: Verdict = { decision: 'confirm', reason: '' };

const key = (change: Partial<EvmKey> = {}, of: PrivateKeyAccount = account): EvmKey => ({
  kind: 'evm',
  id: evmKeyId(addressFromHex(of.address)),
  address: addressFromHex(of.address),
  purpose: 'confirmation',
  activeFrom: unixSeconds(now - 10),
  revokedAt: null,
  ...change,
});
const signer = (change: Partial<Person> = {}): Person => ({
  id: personId(1),
  name: 'Ada',
  roles: ['approver'],
  groups: ['treasury'],
  removedAt: null,
  keys: [key()],
  accounts: [],
  ...change,
});

async function confirmation(over: Clearance = clearance, verdict: Verdict = yes) {
  const signature = await sign({ hash: clearanceDigest(over, verdict), privateKey, to: 'hex' });
  return { revision: over.revision, personId: personId(1), keyId: key().id, verdict, signature };
}

const check = { clearance, signer: signer(), now };

const device = new SoftAuthenticator();
const passkeyCheck = { ...check, signer: signer({ keys: [key(), device.passkey()] }) };

function byPasskey(over: Clearance = clearance) {
  const signature = device.assert(clearanceDigest(over, yes));
  return {
    revision: over.revision,
    personId: personId(1),
    keyId: device.passkey().id,
    verdict: yes,
    signature,
  };
}

describe(isGenuine.name, () => {
  it('invariant 8: counts a signature over this very clearance by a live key', async () => {
    expect(await isGenuine(await confirmation(), check)).toBe(true);
    const no: Verdict = { decision: 'reject', reason: 'not ours' };
    expect(await isGenuine(await confirmation(clearance, no), check)).toBe(true);
  });

  const others: readonly [keyof Clearance, Clearance[keyof Clearance]][] = [
    ['chainId', 2],
    ['safe', addressFromHex('0xbad0000000000000000000000000000000000001')],
    ['transferId', parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8056')],
    ['revision', 3],
    ['words', 'Send 12 ETH'],
    ['intentHash', word(11)],
    ['safeTxHash', word(12)],
    ['effectsDigest', word(13)],
    ['policyHash', word(14)],
    ['exceptions', []],
    ['expiresAt', unixSeconds(now + 61)],
  ];

  it.each(others)('invariant 8: a signature over another %s counts zero', async (field, value) => {
    const signedElsewhere = await confirmation({ ...clearance, [field]: value });
    expect(await isGenuine(signedElsewhere, check)).toBe(false);
    // Not even when the row claims this revision.
    expect(await isGenuine({ ...signedElsewhere, revision: clearance.revision }, check)).toBe(false);
  });

  it.each(others)("invariant 8: a passkey's assertion over another %s counts zero", async (field, value) => {
    const signedElsewhere = byPasskey({ ...clearance, [field]: value });
    expect(await isGenuine(signedElsewhere, passkeyCheck)).toBe(false);
    expect(await isGenuine({ ...signedElsewhere, revision: clearance.revision }, passkeyCheck)).toBe(false);
  });

  it("invariant 8: counts a passkey's assertion, for as long as the key is usable", async () => {
    const row = byPasskey();
    expect(await isGenuine(row, passkeyCheck)).toBe(true);
    const at = (change: Partial<Passkey>) => ({
      ...passkeyCheck,
      signer: signer({ keys: [device.passkey(change)] }),
    });
    expect(await isGenuine(row, at({ revokedAt: unixSeconds(now - 1) }))).toBe(false);
    expect(await isGenuine(row, at({ activeFrom: unixSeconds(now + 1) }))).toBe(false);
    expect(await isGenuine(row, at({ origin: 'https://other.example' }))).toBe(false);
    expect(await isGenuine(row, check)).toBe(false);
    expect(await isGenuine({ ...row, keyId: key().id }, passkeyCheck)).toBe(false);
    const rejected: Verdict = { decision: 'reject', reason: 'not ours' };
    expect(await isGenuine({ ...row, verdict: rejected }, passkeyCheck)).toBe(false);
  });

  it('invariant 8: knows every field of a clearance', () => {
    expect(others.map(([field]) => field)).toEqual(Object.keys(clearance));
  });

  it('invariant 8: a row that turns a signed no into a yes, or changes its reason, counts zero', async () => {
    const signedNo = await confirmation(clearance, { decision: 'reject', reason: 'not ours' });
    expect(await isGenuine({ ...signedNo, verdict: yes }, check)).toBe(false);
    const other: Verdict = { decision: 'reject', reason: 'ours after all' };
    expect(await isGenuine({ ...signedNo, verdict: other }, check)).toBe(false);
  });

  it.each([
    ['nobody', undefined],
    ['another person with the same key', signer({ id: personId(2) })],
    ['somebody who was removed', signer({ removedAt: unixSeconds(now - 1) })],
    ['somebody who is no approver now', signer({ roles: ['operator', 'admin', 'signer', 'compliance'] })],
    ['somebody without the key', signer({ keys: [] })],
    ['a key that was revoked', signer({ keys: [key({ revokedAt: unixSeconds(now - 1) })] })],
    ['a key that is to be revoked later', signer({ keys: [key({ revokedAt: unixSeconds(now + 100) })] })],
    ['a key that is not active yet', signer({ keys: [key({ activeFrom: unixSeconds(now + 1) })] })],
    ["a Safe owner's key", signer({ keys: [key({ purpose: 'owner' })] })],
    ['another key of the person', signer({ keys: [key({}, stranger)] })],
  ])('invariant 8: the signature of %s counts zero', async (_case, by) => {
    expect(await isGenuine(await confirmation(), { ...check, signer: by })).toBe(false);
  });

  it('invariant 8: a row that names another key of the same person than the one that signed counts zero', async () => {
    const both = signer({ keys: [key(), key({}, stranger)] });
    const renamed = { ...(await confirmation()), keyId: evmKeyId(addressFromHex(stranger.address)) };
    expect(await isGenuine(renamed, { ...check, signer: both })).toBe(false);
  });

  it('invariant 9: nothing counts once the clearance has expired', async () => {
    const row = await confirmation();
    expect(await isGenuine(row, { ...check, now: unixSeconds(clearance.expiresAt - 1) })).toBe(true);
    expect(await isGenuine(row, { ...check, now: clearance.expiresAt })).toBe(false);
  });

  it('invariant 8: the malleated twin of a signature counts zero', async () => {
    const row = await confirmation();
    const s = numberToHex(ORDER - BigInt(slice(row.signature, 32, 64)), { size: 32 });
    const v = Number.parseInt(slice(row.signature, 64), 16) === 27 ? 28 : 27;
    const twin = concat([slice(row.signature, 0, 32), s, toHex(v, { size: 1 })]);
    expect(await isGenuine({ ...row, signature: twin }, check)).toBe(false);
  });

  it('invariant 8: any other bytes count zero and never throw', async () => {
    const row = await confirmation();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 66 }), async (bytes) => {
        expect(await isGenuine({ ...row, signature: toHex(bytes) }, check)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

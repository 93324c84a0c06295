import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { type EvmKey, type Person, evmKeyId } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type PersonId, parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { exceptionWords } from './exception-words.js';
import { isGenuineException } from './granted-exception.js';
import { type PolicyException, exceptionDigest } from './policy-exception.js';

const privateKey = `0x${'4c'.repeat(32)}` as const;
const word = (value: number): Bytes32 => parseBytes32(numberToHex(value, { size: 32 }));
const personId = (n: number): PersonId =>
  parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);
const now = unixSeconds(1_800_000_000);

const ether = { symbol: 'ETH', decimals: 9 };
const waived = {
  rule: 'per-transfer',
  unit: 'asset' as const,
  measured: 3_000_000_000n,
  bound: 2_000_000_000n,
  ceiling: amountOf(3_000_000_000n),
};
const exception: PolicyException = {
  chainId: 1,
  safe: addressFromHex('0x5afe00000000000000000000000000000000c01d'),
  transferId: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'),
  intentHash: word(1),
  ...waived,
  reason: 'launch day',
  ticket: 'OPS-1',
  words: exceptionWords(waived, ether, 'Send 3 ETH'),
  expiresAt: unixSeconds(now + 60),
};
const address = addressFromHex(privateKeyToAccount(privateKey).address);
const enrolled: EvmKey = {
  kind: 'evm',
  id: evmKeyId(address),
  address,
  purpose: 'confirmation',
  activeFrom: unixSeconds(now - 10),
  revokedAt: null,
};
const officer = (change: Partial<Person> = {}): Person => ({
  id: personId(1),
  name: 'Clara',
  roles: ['compliance'],
  groups: ['compliance'],
  removedAt: null,
  keys: [enrolled],
  accounts: [],
  ...change,
});

async function granted(over: PolicyException = exception) {
  const signature = await sign({ hash: exceptionDigest(over), privateKey, to: 'hex' });
  return {
    id: 'exc_1',
    exception: over,
    personId: personId(1),
    keyId: enrolled.id,
    signature,
    createdAt: now,
  };
}

const check = {
  ...{ intentHash: exception.intentHash, requesterId: personId(9), signer: officer(), now },
  ...{ words: 'Send 3 ETH', asset: ether },
};

describe(isGenuineException.name, () => {
  it('invariant 8: counts what a compliance officer signed for this intent', async () => {
    expect(await isGenuineException(await granted(), check)).toBe(true);
  });

  const others: readonly [keyof PolicyException, PolicyException[keyof PolicyException]][] = [
    ['chainId', 2],
    ['safe', addressFromHex('0xbad0000000000000000000000000000000000001')],
    ['transferId', parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8056')],
    ['intentHash', word(2)],
    ['rule', 'per-day'],
    ['unit', 'usd'],
    ['measured', 2_900_000_000n],
    ['bound', 2_900_000_000n],
    ['ceiling', amountOf(3_000_000_001n)],
    ['reason', 'another'],
    ['ticket', 'OPS-2'],
    ['words', 'Send 1 ETH'],
    ['expiresAt', unixSeconds(now + 61)],
  ];

  it.each(others)('invariant 8: a row whose %s is not the signed one counts zero', async (field, value) => {
    const row = await granted();
    expect(await isGenuineException({ ...row, exception: { ...exception, [field]: value } }, check)).toBe(
      false,
    );
  });

  it("invariant 8: counts a passkey's assertion over this exception, and over no other", async () => {
    const device = new SoftAuthenticator();
    const signer = officer({ keys: [enrolled, device.passkey()] });
    const keyId = device.passkey().id;
    const row = { ...(await granted()), keyId, signature: device.assert(exceptionDigest(exception)) };
    expect(await isGenuineException(row, { ...check, signer })).toBe(true);
    expect(await isGenuineException(row, check)).toBe(false);
    // A row that names the person's other key.
    expect(await isGenuineException({ ...row, keyId: enrolled.id }, { ...check, signer })).toBe(false);
    for (const [field, value] of others) {
      const changed = { ...row, exception: { ...exception, [field]: value } };
      expect(await isGenuineException(changed, { ...check, signer })).toBe(false);
    }
  });

  it('invariant 8: knows every field of an exception', () => {
    expect(others.map(([field]) => field).sort()).toEqual(Object.keys(exception).sort());
  });

  it('invariant 8: an exception for another intent counts zero, though it is signed', async () => {
    const row = await granted({ ...exception, intentHash: word(2) });
    expect(await isGenuineException(row, check)).toBe(false);
  });

  it('invariant 8: counts zero if it says something else than it does, though that is signed', async () => {
    const { words } = exception;
    for (const said of ['Waive nothing.', words.replace('allows 2 ETH', 'allows 3 ETH'), `${words} `]) {
      expect(await isGenuineException(await granted({ ...exception, words: said }), check)).toBe(false);
    }
    expect(await isGenuineException(await granted(), { ...check, words: 'Send 4 ETH' })).toBe(false);
    const finney = { ...ether, decimals: 6 };
    expect(await isGenuineException(await granted(), { ...check, asset: finney })).toBe(false);
  });

  it('invariant 10: the requester cannot except their own transfer', async () => {
    expect(await isGenuineException(await granted(), { ...check, requesterId: personId(1) })).toBe(false);
  });

  it.each([
    ['nobody', undefined],
    ['another person with the same key', officer({ id: personId(2) })],
    ['somebody who was removed', officer({ removedAt: unixSeconds(now - 1) })],
    ['somebody who is no compliance officer now', officer({ roles: ['approver', 'admin'] })],
    ['a key that was revoked', officer({ keys: [{ ...enrolled, revokedAt: unixSeconds(now - 1) }] })],
    ['a key that is not active yet', officer({ keys: [{ ...enrolled, activeFrom: unixSeconds(now + 1) }] })],
    ["a Safe owner's key", officer({ keys: [{ ...enrolled, purpose: 'owner' }] })],
  ])('invariant 8: the signature of %s counts zero', async (_case, signer) => {
    expect(await isGenuineException(await granted(), { ...check, signer })).toBe(false);
  });

  it('invariant 9: counts until it expires', async () => {
    const row = await granted();
    expect(await isGenuineException(row, { ...check, now: unixSeconds(exception.expiresAt - 1) })).toBe(true);
    expect(await isGenuineException(row, { ...check, now: exception.expiresAt })).toBe(false);
  });

  it('invariant 8: malformed bytes count zero', async () => {
    const row = await granted();
    for (const signature of ['0x', '0x00', `${row.signature}00`, `0x${'00'.repeat(65)}`] as const) {
      expect(await isGenuineException({ ...row, signature }, check)).toBe(false);
    }
  });
});

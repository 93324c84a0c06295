import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import type { EnrolledKey, Person } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type PersonId, parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type GrantedException, isGenuineException } from './granted-exception.js';
import { type PolicyException, exceptionDigest } from './policy-exception.js';

const privateKey = `0x${'4c'.repeat(32)}` as const;
const word = (value: number): Bytes32 => parseBytes32(numberToHex(value, { size: 32 }));
const personId = (n: number): PersonId =>
  parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);
const now = unixSeconds(1_800_000_000);

const exception: PolicyException = {
  chainId: 1,
  safe: addressFromHex('0x5afe00000000000000000000000000000000c01d'),
  transferId: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'),
  intentHash: word(1),
  rule: 'per-transfer',
  ceiling: amountOf(3_000_000_000n),
  reason: 'launch day',
  expiresAt: unixSeconds(now + 60),
};
const enrolled: EnrolledKey = {
  address: addressFromHex(privateKeyToAccount(privateKey).address),
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
  ...change,
});

async function granted(over: PolicyException = exception): Promise<GrantedException> {
  const signature = await sign({ hash: exceptionDigest(over), privateKey, to: 'hex' });
  const { address: keyAddress } = enrolled;
  return { id: 'exc_1', exception: over, personId: personId(1), keyAddress, signature, createdAt: now };
}

const check = { intentHash: exception.intentHash, requesterId: personId(9), signer: officer(), now };

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
    ['ceiling', amountOf(3_000_000_001n)],
    ['reason', 'another'],
    ['expiresAt', unixSeconds(now + 61)],
  ];

  it.each(others)('invariant 8: a row whose %s is not the signed one counts zero', async (field, value) => {
    const row = await granted();
    expect(await isGenuineException({ ...row, exception: { ...exception, [field]: value } }, check)).toBe(
      false,
    );
  });

  it('invariant 8: knows every field of an exception', () => {
    expect(others.map(([field]) => field)).toEqual(Object.keys(exception));
  });

  it('invariant 8: an exception for another intent counts zero, though it is signed', async () => {
    const row = await granted({ ...exception, intentHash: word(2) });
    expect(await isGenuineException(row, check)).toBe(false);
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

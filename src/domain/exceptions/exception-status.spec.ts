import { evmKeyId } from '../identity/person.js';
import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import type { Transfer } from '../transfers/transfer.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { exceptionStatus } from './exception-status.js';
import type { GrantedException } from './granted-exception.js';
import { exceptionDigest } from './policy-exception.js';

const now = unixSeconds(1_800_000_000);
const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const person = (n: number) => parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);
const account = addressFromHex(numberToHex(7, { size: 20 }));
const transferId = parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055');

function given(change: Partial<GrantedException> = {}, rule = 'per-transfer'): GrantedException {
  const exception = {
    ...{ chainId: 1, safe: account, transferId, intentHash: word(1), rule, measured: 3n, bound: 2n },
    ...{
      unit: 'asset' as const,
      ceiling: amountOf(3n),
      reason: 'launch day',
      ticket: 'OPS-1',
      words: 'Waive',
    },
    expiresAt: unixSeconds(now + 60),
  };
  const signed = {
    personId: person(1),
    keyId: evmKeyId(account),
    signature: '0x00' as const,
    createdAt: now,
  };
  return { id: 'exc_1', exception, ...signed, ...change };
}

const mine = given();
const cleared = {
  ...{ nonce: 1n, words: 'Send', safeTxHash: word(2), effectsDigest: word(3), policyHash: word(4) },
  ...{ exceptions: [exceptionDigest(mine.exception)], tier: 'large', require: [{ group: 'risk', count: 1 }] },
};
const common = {
  id: transferId,
  intent: {
    ...{ chainId: 1, safe: account, asset: account, destination: account, amount: amountOf(3n) },
    safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'),
    assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'),
    destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'),
    ...{ reference: 'refill', requesterId: person(9), salt: word(9), expiresAt: unixSeconds(now + 90) },
  },
  ...{ intentHash: word(1), intentSignature: '0x00' as const, revision: 1, createdAt: now },
};
const held: Transfer = { ...common, state: 'needs-exception', evidence: { rules: ['per-transfer'] } };
const awaiting: Transfer = { ...common, state: 'awaiting-confirmation', evidence: { cleared } };
const relayed: Transfer = { ...common, state: 'relayed', evidence: { cleared, relayedAt: now } };
const cancelled: Transfer = { ...common, state: 'cancelled', evidence: { by: 'per_1', why: 'not needed' } };

const status = (transfer: Transfer, all = [mine], at: number = now) =>
  exceptionStatus(mine, transfer, { all, now: unixSeconds(at) });

describe(exceptionStatus.name, () => {
  it('is open while it can still lift something', () => {
    expect([status(held), status(awaiting)]).toEqual(['open', 'open']);
  });

  it('is used from the relay of the transfer that rests on it, for ever', () => {
    expect([status(relayed), status(relayed, [mine], now + 999)]).toEqual(['used', 'used']);
  });

  it('expires if it was not used', () => {
    expect([status(held, [mine], now + 59), status(held, [mine], now + 60)]).toEqual(['open', 'expired']);
  });

  it('is superseded by a later one of the same person for the same rule, and by no other', () => {
    expect(status(held, [mine, given({ id: 'exc_2' })])).toBe('superseded');
    expect(status(held, [mine, given({ id: 'exc_2' })], now + 60)).toBe('superseded');
    expect(status(held, [mine, given({ id: 'exc_0' })])).toBe('open');
    expect(status(held, [mine, given({ id: 'exc_2', personId: person(2) })])).toBe('open');
    expect(status(held, [mine, given({ id: 'exc_2' }, 'per-day')])).toBe('open');
  });

  it('is superseded by an end, or a relay, that did not need it', () => {
    const without: Transfer = {
      ...relayed,
      evidence: { cleared: { ...cleared, exceptions: [] }, relayedAt: now },
    };
    expect([status(cancelled), status(without)]).toEqual(['superseded', 'superseded']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Hex, concat, numberToHex, pad, slice } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { executedApprovals } from './executed-approvals.js';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const safeTxHash = parseBytes32(`0x${'5a'.repeat(32)}`);
const accounts = [1n, 2n, 3n, 4n]
  .map((each) => privateKeyToAccount(numberToHex(each, { size: 32 })))
  .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
const owners = accounts.map(({ address }) => addressFromHex(address));
const [first, second, third] = accounts;
if (!first || !second || !third) throw new Error('there are four accounts');

const signed = (account: typeof first) => account.sign({ hash: safeTxHash });
const messageSigned = async (account: typeof first): Promise<Hex> => {
  const signature = await account.signMessage({ message: { raw: safeTxHash } });
  return concat([slice(signature, 0, 64), numberToHex(Number(slice(signature, 64)) + 4, { size: 1 })]);
};
const named = (account: typeof first, v: Hex): Hex =>
  concat([pad(account.address, { size: 32 }), pad('0x', { size: 32 }), v]);
const highS = (signature: Hex): Hex => {
  const s = ORDER - BigInt(slice(signature, 32, 64));
  const v = slice(signature, 64) === '0x1b' ? '0x1c' : '0x1b';
  return concat([slice(signature, 0, 32), numberToHex(s, { size: 32 }), v]);
};

const read = (signatures: readonly Hex[], threshold = signatures.length) =>
  executedApprovals(concat(signatures), { safeTxHash, owners, threshold });

describe(executedApprovals.name, () => {
  it('invariant 24: reads every form that the Safe lets pass, and who it is of', async () => {
    const signatures = [await signed(first), named(second, '0x01'), await messageSigned(third)];
    expect(await read(signatures)).toEqual([
      { owner: owners[0], form: 'eip712' },
      { owner: owners[1], form: 'on-chain' },
      { owner: owners[2], form: 'eth-sign' },
    ]);
    expect(await read([named(first, '0x00')])).toEqual([{ owner: owners[0], form: 'contract' }]);
    expect(await read([highS(await signed(first))])).toEqual([{ owner: owners[0], form: 'eip712' }]);
  });

  it('reads as many as the threshold, as the Safe does, whatever stands behind', async () => {
    const signatures = [await signed(first), await signed(second), '0xdeadbeef' as const];
    expect(await read(signatures, 2)).toHaveLength(2);
  });

  it.each([
    ['too few', async () => read([await signed(first)], 2)],
    ['twice one owner', async () => read([await signed(first), await signed(first)])],
    ['not ascending', async () => read([await signed(second), await signed(first)])],
    [
      'no owner',
      async () => read([await privateKeyToAccount(numberToHex(9n, { size: 32 })).sign({ hash: safeTxHash })]),
    ],
    ['no signature', () => read([`0x${'00'.repeat(64)}1b`])],
    ['of another hash', async () => read([await first.sign({ hash: `0x${'77'.repeat(32)}` })])],
  ])('finds none where the Safe would have reverted: %s', async (_what, approvals) => {
    expect(await approvals()).toBeUndefined();
  });
});

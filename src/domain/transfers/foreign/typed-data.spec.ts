import { describe, expect, it } from '@jest/globals';
import { hashTypedData } from 'viem';
import { addressFromHex } from '../../values/address.js';
import { attacks } from '../../../../test/vectors/attacks.js';
import { safeTxDigests, safeTxTypedData } from '../safe-tx-hash.js';
import { safeTxForm } from './safe-tx-form.js';
import { type TypedData, emptyDomainDigest, walletDigests } from './typed-data.js';

const SAFE = addressFromHex('0x5afe00000000000000000000000000000000c01d');

function written(tx: Parameters<typeof safeTxTypedData>[0]): TypedData {
  const { types, primaryType, domain, message } = safeTxTypedData(tx, 1, SAFE);
  return {
    types,
    primaryType,
    domain: { ...domain, chainId: String(domain.chainId) },
    message: { ...message, operation: String(message.operation) },
  };
}

const [first] = attacks.safeTx;
if (!first) throw new Error('the corpus is empty');
const good = written(first.tx);

describe(walletDigests.name, () => {
  it('invariant 3: agrees with the own hashing of a SafeTx for the whole corpus', () => {
    for (const { tx } of attacks.safeTx) {
      expect(safeTxForm(written(tx))).toEqual({ fault: null, version: null, remarks: [] });
      expect(walletDigests(written(tx))).toEqual(safeTxDigests(tx, 1, SAFE));
    }
  });

  it('hashes lists and types within types as viem does', () => {
    const types = {
      EIP712Domain: [{ name: 'name', type: 'string' }],
      Order: [
        { name: 'items', type: 'Item[]' },
        { name: 'salts', type: 'bytes32[2]' },
        { name: 'isOpen', type: 'bool' },
      ],
      Item: [
        { name: 'token', type: 'address' },
        { name: 'delta', type: 'int256' },
      ],
    } as const;
    const salts = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`] as const;
    const data = {
      types,
      primaryType: 'Order',
      domain: { name: 'Shop' },
      message: { items: [{ token: SAFE.toLowerCase(), delta: '-7' }], salts, isOpen: true },
    };
    const expected = hashTypedData({
      types,
      primaryType: 'Order',
      domain: { name: 'Shop' },
      message: { items: [{ token: SAFE, delta: -7n }], salts, isOpen: true },
    });
    expect(walletDigests(data)?.digest).toBe(expected);
  });

  it.each([
    ['a member that is missing', { ...good, message: { ...good.message, nonce: null } }],
    ['a number that is none', { ...good, message: { ...good.message, value: '1.0' } }],
    ['a number beyond its type', { ...good, message: { ...good.message, operation: '256' } }],
    [
      'a type that does not exist',
      { ...good, types: { ...good.types, SafeTx: [{ name: 'to', type: 'account' }] } },
    ],
    ['a type that holds itself', { ...good, types: { SafeTx: [{ name: 'to', type: 'SafeTx' }] } }],
    ['a primary type without its type', { ...good, types: {} }],
  ])('has none for %s', (_name, data) => {
    expect(walletDigests(data)).toBeNull();
  });

  it('knows that without the type of the domain MetaMask signs another digest', () => {
    const { SafeTx = [] } = good.types;
    const bare = { ...good, types: { SafeTx } };
    expect(walletDigests(bare)).toEqual(walletDigests(good));
    expect(emptyDomainDigest(bare)).not.toBe(walletDigests(good)?.digest);
  });
});

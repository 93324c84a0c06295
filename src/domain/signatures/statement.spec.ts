import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashTypedData, numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { addressFromHex } from '../values/address.js';
import { recoverSigner } from './recover-signer.js';
import { type Statement, statementDigest, statementDomain, statementJson } from './statement.js';

const safe = addressFromHex('0x5afe00000000000000000000000000000000c01d');

const note = (change: Partial<Statement> = {}): Statement => ({
  domain: statementDomain(1, safe),
  types: {
    Note: [
      { name: 'text', type: 'string' },
      { name: 'amount', type: 'uint256' },
      { name: 'hashes', type: 'bytes32[]' },
      { name: 'count', type: 'uint32' },
    ],
  },
  primaryType: 'Note',
  message: { text: 'pay', amount: 7n, hashes: [numberToHex(1n, { size: 32 })], count: 3 },
  ...change,
});

type TypedData = Parameters<typeof hashTypedData>[0];

describe(statementJson.name, () => {
  it('invariant 8: survives JSON and hashes to the same digest in any wallet', () => {
    const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
    const anyMessage = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      amount: word,
      hashes: fc.array(word.map((value) => numberToHex(value, { size: 32 }))),
      count: fc.nat({ max: 4_294_967_295 }),
    });
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 1, max: 2 ** 31 }), (message, chainId) => {
        const statement = note({ message, domain: statementDomain(chainId, safe) });
        const overTheWire = JSON.parse(JSON.stringify(statementJson(statement))) as TypedData;
        expect(hashTypedData(overTheWire)).toBe(statementDigest(statement));
      }),
    );
  });

  it('names the domain type and gives integers beyond what JSON holds as decimal strings', () => {
    expect(statementJson(note())).toMatchObject({
      types: {
        EIP712Domain: [
          { name: 'name', type: 'string' },
          { name: 'version', type: 'string' },
          { name: 'chainId', type: 'uint256' },
          { name: 'verifyingContract', type: 'address' },
        ],
      },
      domain: { name: 'Sluice', version: '1', chainId: 1, verifyingContract: safe },
      primaryType: 'Note',
      message: { amount: '7' },
    });
  });
});

describe(statementDigest.name, () => {
  it('invariant 8: is what a wallet signs for the JSON form', async () => {
    const account = privateKeyToAccount(`0x${'4c'.repeat(32)}`);
    const typed = JSON.parse(JSON.stringify(statementJson(note()))) as TypedData;
    const signature = await account.signTypedData(typed);
    expect(await recoverSigner(statementDigest(note()), signature)).toBe(account.address);
  });

  it('invariant 8: is bound to chain, Safe and kind of statement', () => {
    const other = addressFromHex(numberToHex(1n, { size: 20 }));
    const digests = [
      note(),
      note({ domain: statementDomain(2, safe) }),
      note({ domain: statementDomain(1, other) }),
      note({ primaryType: 'Memo', types: { Memo: note().types['Note'] ?? [] } }),
    ].map(statementDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it.each([
    ['a number that is too large', { amount: 1n << 256n }],
    ['a number below zero', { count: -1 }],
    ['a number of more bits', { count: 2 ** 32 }],
    ['a hash that is too short', { hashes: ['0x11'] }],
    ['a member left out', { text: undefined }],
  ])('refuses %s', (_, change) => {
    expect(() => statementDigest(note({ message: { ...note().message, ...change } }))).toThrow();
  });
});

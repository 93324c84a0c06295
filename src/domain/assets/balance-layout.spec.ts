import { describe, expect, it } from '@jest/globals';
import { keccak256, numberToHex, stringToBytes } from 'viem';
import { mappingSlot } from '../safes/storage-layout.js';
import { addressFromHex } from '../values/address.js';
import { Erc20Pins } from './asset.js';
import {
  BalanceLayoutSchema,
  KNOWN_LAYOUTS,
  OPENZEPPELIN_ERC20_BASE,
  balanceSlot,
  mappingAt,
} from './balance-layout.js';
import { BEACON_SLOT, IMPLEMENTATION_SLOTS } from './token-proxy.js';

const holder = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const codeHash = `0x${'ab'.repeat(32)}`;

describe(balanceSlot.name, () => {
  it("invariant 5: a mapping's slot is Solidity's", () => {
    expect(balanceSlot(mappingAt(9), holder)).toBe(mappingSlot(holder, 9));
  });

  it("invariant 5: Solady's slot is the hash of its own memory layout", () => {
    // ERC20.sol: mstore(0x0c, seed), mstore(0x00, owner), keccak256(0x0c, 0x20).
    const memory = Buffer.alloc(64);
    memory.set(Buffer.from(numberToHex(0x87a211a2, { size: 32 }).slice(2), 'hex'), 0x0c);
    memory.set(Buffer.from(holder.slice(2).padStart(64, '0'), 'hex'), 0x00);
    const expected = keccak256(memory.subarray(0x0c, 0x2c));
    expect(balanceSlot({ kind: 'solady' }, holder)).toBe(expected);
  });

  it('invariant 5: no two layouts that are looked for share a slot', () => {
    const slots = KNOWN_LAYOUTS.map((layout) => balanceSlot(layout, holder));
    expect(new Set(slots).size).toBe(258);
  });

  it('invariant 5: the named slots are what their standards derive', () => {
    const minusOne = (name: string): bigint => BigInt(keccak256(stringToBytes(name))) - 1n;
    const erc7201 = BigInt(keccak256(numberToHex(minusOne('openzeppelin.storage.ERC20'), { size: 32 })));
    expect(BigInt(OPENZEPPELIN_ERC20_BASE)).toBe(erc7201 & ~0xffn);
    expect(BigInt(IMPLEMENTATION_SLOTS.eip1967)).toBe(minusOne('eip1967.proxy.implementation'));
    expect(IMPLEMENTATION_SLOTS.zeppelinos).toBe(
      keccak256(stringToBytes('org.zeppelinos.proxy.implementation')),
    );
    expect(BigInt(BEACON_SLOT)).toBe(minusOne('eip1967.proxy.beacon'));
  });
});

describe('the pins of a token, as stored', () => {
  const proxy = { kind: 'eip1967', implementation: holder, codeHash };
  const balances = { kind: 'mapping', base: OPENZEPPELIN_ERC20_BASE };

  it('are read as they were written', () => {
    const pins = { codeHash, balances, proxy };
    expect(Erc20Pins.parse(JSON.parse(JSON.stringify(pins)))).toEqual(pins);
  });

  it('are read from before there were layouts and proxies', () => {
    expect(Erc20Pins.parse({ codeHash, balanceSlot: 9 })).toEqual({
      codeHash,
      balances: mappingAt(9),
      proxy: null,
    });
  });

  it.each([
    ['a mapping without a base', { codeHash, balances: { kind: 'mapping' }, proxy: null }],
    ['a base for Solady', { codeHash, balances: { ...balances, kind: 'solady' }, proxy: null }],
    ['both forms at once', { codeHash, balances, proxy: null, balanceSlot: 9 }],
    ['a proxy without code', { codeHash, balances, proxy: { ...proxy, codeHash: undefined } }],
    ['a proxy of another kind', { codeHash, balances, proxy: { ...proxy, kind: 'beacon' } }],
    ['nothing said of a proxy', { codeHash, balances }],
  ])('invariant 5: cannot be %s', (_case, pins) => {
    expect(Erc20Pins.safeParse(pins).success).toBe(false);
  });

  it('a layout is of a known kind', () => {
    expect(BalanceLayoutSchema.safeParse({ kind: 'packed' }).success).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { type Hex, concat, encodeFunctionData, erc20Abi, numberToHex, parseAbi, size } from 'viem';
import { z } from 'zod';
import { corpus } from '../../../../test/builders/sluice-command.js';
import { type Address, addressFromHex } from '../../values/address.js';
import { formatAmount } from '../../values/amount.js';
import { EXEC_TRANSACTION_ABI } from '../exec-calldata.js';
import type { InnerCall } from './effect.js';
import { functionSignature } from './meaning-of.js';
import type { Names } from './names.js';
import { wouldDo, wouldDoWords } from './would-do.js';

const address = z.string().transform(addressFromHex);
const units = z.string().transform(BigInt);
const bytes = z.string().transform((text) => text as Hex);

const World = z.object({
  safe: address,
  owners: z.array(address),
  threshold: z.int(),
  tokens: z.array(z.object({ address, symbol: z.string(), decimals: z.int() })),
  allowlist: z.array(z.object({ address, label: z.string() })),
});

const Cases = z.strictObject({
  $comment: z.string(),
  names: z.record(z.string(), z.string()),
  cases: z.array(
    z.strictObject({
      title: z.string(),
      call: z.object({
        to: address.nullable(),
        value: units,
        data: bytes,
        operation: z.int(),
        safeTxGas: units.exactOptional(),
        baseGas: units.exactOptional(),
        gasPrice: units.exactOptional(),
        gasToken: address.exactOptional(),
        refundReceiver: address.exactOptional(),
      }),
      sentences: z.array(z.string()).min(1),
    }),
  ),
});

const read = (file: string): unknown => JSON.parse(readFileSync(corpus(file), 'utf8'));
const { cases, names: people } = Cases.parse(read('would-do.json'));
const { world } = z.object({ world: World }).parse(read('attacks.json'));
const names: Names = {
  ...{ safe: world.safe, owners: world.owners, threshold: world.threshold },
  assets: [
    { kind: 'native', id: 'native', symbol: 'native coin', decimals: 18 },
    ...world.tokens.map((token) => ({ ...token, kind: 'erc20' as const, id: token.address })),
  ],
  destinations: world.allowlist,
  names: new Map(Object.entries(people).map(([key, name]) => [addressFromHex(key), name])),
};
const [usdc] = world.tokens;
if (!usdc) throw new TypeError('no token');

const call = (to: Address | null, data: Hex, rest: Partial<InnerCall> = {}): InnerCall => ({
  ...{ to, data, value: 0n, operation: 0 },
  ...rest,
});
const anAddress = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((each) => addressFromHex(`0x${Buffer.from(each).toString('hex')}`));
const anAmount = fc.bigInt({ min: 1n, max: (1n << 96n) - 2n });
const transferData = (to: Address, amount: bigint) =>
  encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, amount] });
const approveData = (to: Address, amount: bigint) =>
  encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [to, amount] });
const execData = (to: Address, data: Hex) =>
  encodeFunctionData({
    abi: EXEC_TRANSACTION_ABI,
    args: [to, 0n, data, 0, 0n, 0n, 0n, world.safe, world.safe, '0x'],
  });
const batchData = (records: readonly { to: Address; data: Hex; operation?: number }[]) => {
  const blob = records.flatMap(({ to, data, operation }) => [
    numberToHex(operation ?? 0, { size: 1 }),
    to,
    numberToHex(0, { size: 32 }),
    numberToHex(size(data), { size: 32 }),
    data,
  ]);
  const abi = parseAbi(['function multiSend(bytes transactions)']);
  return encodeFunctionData({ abi, args: [concat(['0x', ...blob])] });
};
const MULTISEND = addressFromHex('0x9641d764fc13c8B624c04430C7356C1C7C8102e2');

// THREATS 3.1, as it is written there.
const AUTHORITY =
  `setup b63e800d · addOwnerWithThreshold 0d582f13 · removeOwner f8dc5dd9 · swapOwner e318b52b ·
changeThreshold 694e80c3 · enableModule 610b5925 · disableModule e009cfde · setGuard e19a9dd9 · setModuleGuard e068df37 ·
setFallbackHandler f08a0323 · changeMasterCopy 7de7edef · approveHash d4d9bdcd · signMessage 85a5affe ·
execTransaction 6a761202 · execTransactionFromModule 468721a7 · execTransactionFromModuleReturnData 5229073f ·
simulateAndRevert b4faba09 · simulate bd61951d · multiSend 8d80ff0a · migrateSingleton f6682ab0 ·
migrateWithFallbackHandler ed007fc6 · migrateL2Singleton 07f464a4 · migrateL2WithFallbackHandler 68cb3d94 ·
migrateToL2 ef2624ae · setupToL2 fe51f643 · performCreate 4c8c9ea1 · performCreate2 4847be6f · setSafeMethod 64f95acc ·
setDomainVerifier 3365582c · setSupportedInterface 7f73528b · addSupportedInterfaceBatch 327b533c`
    .split('·')
    .map((each) => each.trim().split(' ') as [name: string, selector: string]);

describe(wouldDo.name, () => {
  it.each(cases)('says of $title what it does', ({ call: each, sentences }) => {
    const effects = wouldDo([each], names);
    expect(effects.map(({ place, sentence }) => `${place} ${sentence}`)).toEqual(sentences);
  });

  it.each(AUTHORITY)('knows %s by its selector %s', (name, selector) => {
    expect(functionSignature(`0x${selector}`)).toMatch(new RegExp(`^${name}\\(`));
  });

  it('says amount, token and names of whatever was encoded, in words and in parts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...world.tokens), anAddress, anAmount, (token, to, amount) => {
        const text = formatAmount(amount, token.decimals);
        const [moved] = wouldDo([call(token.address, transferData(to, amount))], names);
        expect(moved).toMatchObject({
          action: 'transfer',
          amount: text,
          asset: token.symbol,
          destination: to,
        });
        expect(moved?.sentence).toMatch(
          new RegExp(`^Moves ${text.replace('.', '\\.')} ${token.symbol} to .*${to}`),
        );
        const [let_] = wouldDo([call(token.address, approveData(to, amount))], names);
        expect(let_).toMatchObject({ action: 'allow', amount: text, isUnlimited: false, spender: to });
        expect(let_?.sentence).toContain(`up to ${text} ${token.symbol}`);
      }),
    );
  });

  it('never says another amount than the bytes hold, wherever they were changed', () => {
    fc.assert(
      fc.property(
        anAddress,
        anAmount,
        fc.nat(67),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: -67, max: 40 }),
        (to, amount, at, change, length) => {
          const whole = Buffer.from(transferData(to, amount).slice(2), 'hex');
          whole[at] = (whole[at] ?? 0) ^ change;
          const changed =
            length < 0
              ? whole.subarray(0, 68 + length)
              : Buffer.concat([whole, Buffer.alloc(length, change)]);
          const [effect] = wouldDo([call(usdc.address, `0x${changed.toString('hex')}`)], names);
          const isTransfer =
            changed.length >= 68 && changed.subarray(0, 16).toString('hex') === `a9059cbb${'0'.repeat(24)}`;
          const held = isTransfer ? BigInt(`0x${changed.subarray(36, 68).toString('hex')}`) : null;
          expect(effect?.amount ?? null).toBe(held === null ? null : formatAmount(held, usdc.decimals));
          const said = /\d[\d.]* USDC/.exec(effect?.sentence ?? '')?.[0];
          expect(said).toBe(held === null ? undefined : `${formatAmount(held, usdc.decimals)} USDC`);
        },
      ),
    );
  });

  it('never throws, whatever the bytes are, and escapes what a name holds', () => {
    const selectors = [
      ...AUTHORITY.map(([, selector]) => selector),
      'a9059cbb',
      '095ea7b3',
      'f242432a',
      '2eb2c2d6',
    ];
    const hostile = fc
      .tuple(fc.constantFrom(...selectors), fc.uint8Array({ maxLength: 700 }), fc.boolean())
      .map(([selector, tail, isSparse]): Hex => {
        const body = isSparse ? tail.map((each, at) => (at % 32 === 31 ? each : 0)) : tail;
        return `0x${selector}${Buffer.from(body).toString('hex')}`;
      });
    const receiver = fc.oneof(
      anAddress,
      fc.constantFrom(world.safe, MULTISEND, usdc.address),
      fc.constant(null),
    );
    fc.assert(
      fc.property(receiver, hostile, fc.nat(255), fc.bigInt(0n, 1n << 255n), (to, data, operation, value) => {
        for (const each of [0, 1, operation]) {
          const effects = wouldDo([call(to, data, { operation: each, value, gasPrice: value })], names);
          expect(effects.length).toBeGreaterThan(0);
          expect(effects.every(({ sentence }) => /^[A-Z].*\.$/.test(sentence))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
    const label = 'HOT\u202e1\u0007';
    const evil = { ...names, destinations: [{ address: MULTISEND, label }] };
    expect(wouldDoWords(call(MULTISEND, '0x', { value: 1n }), evil)).toContain('HOT\\u{202e}1\\u{7}');
  });

  it('reads calls within calls to a bound, says what it leaves out, and lets none crowd out the others', () => {
    let data = transferData(world.safe, 5n);
    for (let depth = 0; depth < 20; depth += 1)
      data = execData(depth === 0 ? usdc.address : world.safe, data);
    const deep = wouldDo([call(world.safe, data)], names);
    expect(deep.length).toBeLessThan(12);
    expect(deep.at(-1)).toMatchObject({ action: 'not-shown', sentence: 'Calls within that are not shown.' });

    const many = Array.from({ length: 50 }, () => ({ to: usdc.address, data: transferData(world.safe, 1n) }));
    const wide = wouldDo([call(MULTISEND, batchData(many), { operation: 1 })], names);
    expect(wide.at(-1)).toMatchObject({ place: '1.33', sentence: '18 more calls not shown.' });

    const inner = { to: MULTISEND, data: batchData(many), operation: 1 };
    const last = { to: usdc.address, data: approveData(MULTISEND, (1n << 256n) - 1n) };
    const crowd = batchData([...Array.from({ length: 30 }, () => inner), last]);
    const effects = wouldDo([call(MULTISEND, crowd, { operation: 1 })], names);
    expect(effects.length).toBeLessThan(400);
    expect(effects.at(-1)).toMatchObject({ place: '1.31', action: 'allow', isUnlimited: true });
  });
});

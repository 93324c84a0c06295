import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { DomainError } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { AMOUNT_MAX, amountOf, parseAmount } from '../values/amount.js';
import { type NamedTransfer, parseTransferWords, transferWords } from './transfer-words.js';

const account = (value: bigint) => addressFromHex(numberToHex(value, { size: 20 }));
const [safe, hot, token] = [0xc01dn, 0x1007n, 0x70ceen].map(account) as [
  ReturnType<typeof account>,
  ReturnType<typeof account>,
  ReturnType<typeof account>,
];

const refill: NamedTransfer = {
  chainId: 31_337,
  safe: { label: 'Cold 1', address: safe },
  destination: { label: 'Hot wallet 1', address: hot },
  asset: { symbol: 'ETH', decimals: 18, address: null },
  amount: amountOf(11n * 10n ** 18n),
  reference: 'Refill hot wallet 1',
};

const LABEL = Array.from('ABCxyz019 ._()#/-');
const anyLabel = fc
  .tuple(fc.constantFrom('A', 'x', '0'), fc.string({ unit: fc.constantFrom(...LABEL), maxLength: 60 }))
  .map((parts) => parts.join(''));
/** Labels as somebody would choose them who wants one transfer to read as another. */
const anySlyLabel = fc.oneof(
  anyLabel,
  fc.constantFrom(`A (${hot}) to B`, `B (${hot}) on chain 1`, 'A (0x', `A (${safe})`, 'x to y', 'A from B'),
);
const anyAddress = fc.oneof(
  fc.constantFrom(safe, hot, token),
  fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }).map(account),
);
const anyParty = fc.record({ label: anySlyLabel, address: anyAddress });
const anyTransfer: fc.Arbitrary<NamedTransfer> = fc.record({
  chainId: fc.integer({ min: 1, max: 4_294_967_295 }),
  safe: anyParty,
  destination: anyParty,
  asset: fc.oneof(
    fc.constant({ symbol: 'ETH', decimals: 18, address: null }),
    // The decimals are pinned with the address: one token never has two.
    anyAddress.map((address) => ({ symbol: 'USDC', decimals: Number(BigInt(address) % 19n), address })),
    anyLabel.map((symbol) => ({ symbol, decimals: 6, address: token })),
  ),
  amount: fc.oneof(fc.bigInt({ min: 0n, max: 1000n }), fc.bigInt({ min: 0n, max: AMOUNT_MAX })).map(amountOf),
  reference: fc.oneof(
    fc.constantFrom('Refill', `x, reference: y`, `Send 1 ETH from A (${safe}) to B (${hot}) on chain 1`),
    fc.string({ minLength: 1, maxLength: 140 }),
  ),
});

function wordsOrRefusal(transfer: NamedTransfer): string | undefined {
  try {
    return transferWords(transfer);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

describe(transferWords.name, () => {
  it('says amount, both ends in full, chain and reference in one line', () => {
    expect(transferWords(refill)).toBe(
      `Send 11 ETH from Cold 1 (${safe}) to Hot wallet 1 (${hot}) on chain 31337, reference: Refill hot wallet 1`,
    );
  });

  it("says a token's amount by its own decimals, and which contract it is", () => {
    const asset = { symbol: 'sUSD', decimals: 6, address: token };
    expect(transferWords({ ...refill, asset, amount: amountOf(1_500_000_250_000n) })).toMatch(
      `Send 1500000.25 sUSD (token ${token}) from Cold 1`,
    );
  });

  it('two different movements never read alike', () => {
    fc.assert(
      fc.property(anyTransfer, anyTransfer, fc.subarray(Object.keys(refill)), (one, other, taken) => {
        const source = other as unknown as Record<string, unknown>;
        const changed = { ...one, ...Object.fromEntries(taken.map((key) => [key, source[key]])) };
        const [a, b] = [wordsOrRefusal(one), wordsOrRefusal(changed)];
        fc.pre(a !== undefined && b !== undefined);
        expect(a === b).toBe(print(one) === print(changed));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back as the very addresses and the very amount, and holds no control character', () => {
    fc.assert(
      fc.property(anyTransfer, (transfer) => {
        const words = wordsOrRefusal(transfer);
        fc.pre(words !== undefined);
        expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const said = parseTransferWords(words);
        expect([said?.safe, said?.destination]).toEqual([transfer.safe, transfer.destination]);
        expect(said?.token).toBe(transfer.asset.address);
        expect(parseAmount(said?.amount ?? '', transfer.asset.decimals)).toBe(transfer.amount);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Partial<NamedTransfer>, string]>([
    ['that ends the Safe early', { safe: { label: `A (${hot}) to B`, address: safe } }, 'LABEL_CONFUSABLE'],
    ['with a line break', { destination: { label: 'Hot\n1', address: hot } }, 'LABEL_CONFUSABLE'],
    ['from another script', { destination: { label: 'Hоt 1', address: hot } }, 'LABEL_CONFUSABLE'],
    [
      'of an asset with a space',
      { asset: { symbol: 'ETH from A', decimals: 18, address: null } },
      'LABEL_CONFUSABLE',
    ],
    ['in a reference with a hidden mark', { reference: 'a‮b' }, 'TEXT_CONTROL_CHARS'],
    ['in an empty reference', { reference: '' }, 'BODY_SCHEMA'],
  ])('refuses a name %s', (_case, change, code) => {
    expect(() => transferWords({ ...refill, ...change })).toThrow(expect.objectContaining({ code }));
  });
});

describe(parseTransferWords.name, () => {
  it.each(['', 'Send everything', `${transferWords(refill)}\nand more`, ` ${transferWords(refill)}`])(
    'reads nothing from %j',
    (line) => {
      expect(parseTransferWords(line)).toBeUndefined();
    },
  );
});

function print(transfer: NamedTransfer): string {
  return JSON.stringify(transfer, (_, value: unknown) =>
    typeof value === 'bigint' ? `${String(value)}n` : value,
  );
}

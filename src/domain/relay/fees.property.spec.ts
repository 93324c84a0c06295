import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Fees, capOf, isAtCap, nextFees, quoteFees } from './fees.js';

const GWEI = 1_000_000_000n;
const amount = fc.bigInt({ min: 0n, max: 10_000n * GWEI });
const fees: fc.Arbitrary<Fees> = fc
  .tuple(amount, amount)
  .map(([one, other]) => (one > other ? { maxFee: one, tip: other } : { maxFee: other, tip: one }));
const cap = fc.bigInt({ min: 1n, max: 20_000n * GWEI });

describe(nextFees.name, () => {
  it('raises both fees by an eighth at least, to the quote at least, and never above the cap', () => {
    fc.assert(
      fc.property(fees, fees, cap, (last, quote, most) => {
        const next = nextFees(last, quote, most);
        if (next.kind === 'kept') {
          expect(isAtCap(last, most)).toBe(true);
          return;
        }
        expect(next.fees.maxFee * 8n).toBeGreaterThanOrEqual(last.maxFee * 9n);
        expect(next.fees.tip * 8n).toBeGreaterThanOrEqual(last.tip * 9n);
        expect(next.fees.maxFee).toBeLessThanOrEqual(most);
        expect(next.fees.tip).toBeLessThanOrEqual(next.fees.maxFee);
        if (!next.isCapped) expect(next.fees.maxFee).toBeGreaterThanOrEqual(quote.maxFee);
        if (!next.isCapped) expect(next.fees.tip).toBeGreaterThanOrEqual(quote.tip);
      }),
    );
  });

  it('loses nothing to division: the smallest fee that is one rises too', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1_000n }), (fee) => {
        const next = nextFees({ maxFee: fee, tip: fee }, { maxFee: 0n, tip: 0n }, 1_000_000n);
        expect(next).toMatchObject({ kind: 'offered' });
        if (next.kind === 'offered') expect(next.fees.tip).toBeGreaterThan(fee);
      }),
    );
  });

  it('comes to the cap and stays there, whatever is quoted', () => {
    fc.assert(
      fc.property(fees, fees, cap, (first, quote, most) => {
        let [last, steps]: [Fees | undefined, number] = [undefined, 0];
        for (
          let next = nextFees(undefined, first, most);
          next.kind === 'offered';
          next = nextFees(last, quote, most)
        ) {
          last = next.fees;
          if (last.maxFee === 0n || (steps += 1) > 400) return;
        }
        expect(last && isAtCap(last, most)).toBe(true);
      }),
    );
  });

  it('offers a first quote above the cap at the cap', () => {
    const quote = { maxFee: 700n, tip: 3n };
    expect(nextFees(undefined, quote, 500n)).toEqual({
      ...{ kind: 'offered', isCapped: true },
      fees: { maxFee: 500n, tip: 3n },
    });
    expect(nextFees({ maxFee: 500n, tip: 3n }, quote, 500n)).toEqual({ kind: 'kept' });
    expect(nextFees({ maxFee: 500n, tip: 3n }, quote, capOf('burn', 500n))).toMatchObject({
      kind: 'offered',
    });
    expect([capOf('execute', 5n), capOf('burn', 5n), capOf('void', 5n)]).toEqual([5n, 20n, 20n]);
  });
});

describe(quoteFees.name, () => {
  const least = GWEI / 10n;

  it('lets no single provider raise the tip', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 4 }),
        amount,
        amount,
        (honest, lie, baseFee) => {
          const highest = honest.reduce((most, each) => (each > most ? each : most), least);
          const { tip } = quoteFees({ baseFee, tips: [...honest, lie], leastTip: least }, 'execute');
          expect(tip).toBeLessThanOrEqual(highest);
        },
      ),
    );
  });

  it("keeps the tip between the chain's floor and 20 gwei, and doubles a burn's", () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 5 }), amount, (tips, baseFee) => {
        const market = { baseFee, tips, leastTip: least };
        const [quote, burn] = [quoteFees(market, 'execute'), quoteFees(market, 'burn')];
        expect(quote.tip).toBeGreaterThanOrEqual(least);
        expect(quote.tip).toBeLessThanOrEqual(20n * GWEI);
        expect(quote.maxFee).toBe(2n * baseFee + quote.tip);
        expect(burn).toEqual({ tip: 2n * quote.tip, maxFee: 2n * baseFee + 2n * quote.tip });
      }),
    );
  });
});

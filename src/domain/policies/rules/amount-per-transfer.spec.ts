import { describe, expect, it } from '@jest/globals';
import { aPerTransferRule, pricedAt, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { amountPerTransfer } from './amount-per-transfer.js';

const unpriced = pricedAt(null);
const fixed = { waivable: false, ceiling: undefined };

function ruleUpTo(max: string) {
  const { ceiling: _, ...written } = aPerTransferRule({ ...fixed, max });
  return ruleOf('amount-per-transfer', written);
}

describe(amountPerTransfer.kind, () => {
  const edges = [2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, AMOUNT_MAX - 1n];
  const cases = edges.flatMap((edge) => [
    { amount: edge - 1n, max: edge, outcome: 'allow' },
    { amount: edge, max: edge, outcome: 'allow' },
    { amount: edge + 1n, max: edge, outcome: 'deny' },
  ]);

  it.each(cases)('invariant 22: answers $outcome for $amount of $max units', ({ amount, max, outcome }) => {
    const facts = someFacts({ asset: { decimals: 0 }, amount: amount.toString() });
    const result = amountPerTransfer.evaluate(ruleUpTo(max.toString()), facts, unpriced);
    expect(result).toMatchObject({
      outcome,
      code: outcome === 'deny' ? 'LIMIT_PER_TX' : null,
      measured: amount.toString(),
      bound: max.toString(),
      headroom: max.toString(),
    });
  });

  it('invariant 22: allows all of uint256 when that is the limit', () => {
    const facts = someFacts({ asset: { decimals: 0 }, amount: AMOUNT_MAX.toString() });
    expect(amountPerTransfer.evaluate(ruleUpTo(AMOUNT_MAX.toString()), facts, unpriced).outcome).toBe(
      'allow',
    );
  });

  it('says in words what it measured', () => {
    const rule = ruleOf('amount-per-transfer', aPerTransferRule());
    const { words } = amountPerTransfer.evaluate(rule, someFacts({ amount: '2000000001' }), unpriced);
    expect(words).toBe('A transfer of 2000.000001 USDC is above the limit of 2000 USDC per transfer.');
  });

  it('carries the ceiling of an exception only if it is waivable', () => {
    const waivable = ruleOf('amount-per-transfer', aPerTransferRule());
    expect(amountPerTransfer.evaluate(waivable, someFacts(), unpriced)).toMatchObject({
      waivable: true,
      ceiling: '3000000000',
    });
    expect(amountPerTransfer.evaluate(ruleUpTo('1'), someFacts(), unpriced)).toMatchObject({
      waivable: false,
      ceiling: null,
    });
  });

  it.each(['1.0000001', (AMOUNT_MAX + 1n).toString()])(
    'invariant 22: refuses the limit %s, never rounds it',
    (max) => {
      expect(() => amountPerTransfer.evaluate(ruleUpTo(max), someFacts(), unpriced)).toThrow();
    },
  );

  describe('in US dollars', () => {
    const rule = ruleOf('amount-per-transfer', {
      ...{ id: 'dollars', kind: 'amount-per-transfer', unit: 'usd' },
      ...{ max: '1500.5', waivable: true, ceiling: '2000' },
    });

    it.each([
      { usd: '1', amount: '1500500000', outcome: 'allow', measured: '1500500000' },
      { usd: '1', amount: '1500500001', outcome: 'deny', measured: '1500500001' },
      { usd: '0.5', amount: '3001000000', outcome: 'allow', measured: '1500500000' },
      // Rounded up: any part of a millionth is one.
      { usd: '0.3333333333', amount: '4501500000', outcome: 'allow', measured: '1500500000' },
      { usd: '0.3333333334', amount: '4501500000', outcome: 'deny', measured: '1500500001' },
    ])('answers $outcome for $amount units at $usd', ({ usd, amount, outcome, measured }) => {
      const result = amountPerTransfer.evaluate(rule, someFacts({ amount }), pricedAt(usd));
      const bounds = { bound: '1500500000', headroom: '1500500000', ceiling: '2000000000' };
      expect(result).toMatchObject({ outcome, unit: 'usd', measured, ...bounds });
    });

    it('says dollars', () => {
      const { words } = amountPerTransfer.evaluate(rule, someFacts(), pricedAt('2'));
      expect(words).toBe('A transfer of $3000 is above the limit of $1500.5 per transfer.');
    });

    it('invariant 6: denies without a price, which no exception lifts', () => {
      expect(amountPerTransfer.evaluate(rule, someFacts({ amount: '1' }), unpriced)).toMatchObject({
        outcome: 'deny',
        code: 'PRICE_UNAVAILABLE',
        waivable: false,
      });
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { aPerTransferRule, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { amountPerTransfer } from './amount-per-transfer.js';

const fixed = { waivable: false, ceiling: undefined };

function ruleUpTo(max: string) {
  const { ceiling: _, ...written } = aPerTransferRule({ ...fixed, max });
  return ruleOf('amount-per-transfer', written);
}

describe(amountPerTransfer.name, () => {
  const edges = [2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, AMOUNT_MAX - 1n];
  const cases = edges.flatMap((edge) => [
    { amount: edge - 1n, max: edge, outcome: 'allow' },
    { amount: edge, max: edge, outcome: 'allow' },
    { amount: edge + 1n, max: edge, outcome: 'deny' },
  ]);

  it.each(cases)('invariant 22: answers $outcome for $amount of $max units', ({ amount, max, outcome }) => {
    const facts = someFacts({ asset: { decimals: 0 }, amount: amount.toString() });
    const result = amountPerTransfer(ruleUpTo(max.toString()), facts);
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
    expect(amountPerTransfer(ruleUpTo(AMOUNT_MAX.toString()), facts).outcome).toBe('allow');
  });

  it('says in words what it measured', () => {
    const rule = ruleOf('amount-per-transfer', aPerTransferRule());
    const { words } = amountPerTransfer(rule, someFacts({ amount: '2000000001' }));
    expect(words).toBe('A transfer of 2000.000001 USDC is above the limit of 2000 USDC per transfer.');
  });

  it('carries the ceiling of an exception only if it is waivable', () => {
    const waivable = ruleOf('amount-per-transfer', aPerTransferRule());
    expect(amountPerTransfer(waivable, someFacts())).toMatchObject({ waivable: true, ceiling: '3000000000' });
    expect(amountPerTransfer(ruleUpTo('1'), someFacts())).toMatchObject({ waivable: false, ceiling: null });
  });

  it.each(['1.0000001', (AMOUNT_MAX + 1n).toString()])(
    'invariant 22: refuses the limit %s, never rounds it',
    (max) => {
      expect(() => amountPerTransfer(ruleUpTo(max), someFacts())).toThrow();
    },
  );
});

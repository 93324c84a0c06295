import { describe, expect, it } from '@jest/globals';
import { USDC, pricedAt, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { firstTransfer } from './first-transfer.js';

const written = {
  ...{ id: 'canary', kind: 'first-transfer', assetId: USDC },
  ...{ max: '10', waivable: false },
};
const rule = ruleOf('first-transfer', written);
const settled = (settledTransfers: number) => ({
  terms: { maxPerTransfer: null, canary: null, settledTransfers, lookalikes: [] },
});

describe(firstTransfer.kind, () => {
  it.each([
    { amount: '10000000', before: 0, outcome: 'allow', code: null },
    { amount: '10000001', before: 0, outcome: 'deny', code: 'FIRST_TRANSFER_CANARY' },
    { amount: '10000001', before: 1, outcome: 'allow', code: null },
  ])('answers $outcome for $amount units after $before', ({ amount, before, outcome, code }) => {
    const facts = someFacts({ amount, destination: settled(before) });
    expect(firstTransfer.evaluate(rule, facts, pricedAt(null))).toMatchObject({
      outcome,
      code,
      rule: 'canary',
    });
  });

  it('counts in US dollars too, and needs a price only for a first transfer', () => {
    const dollars = ruleOf('first-transfer', { ...written, assetId: undefined, unit: 'usd' });
    const answer = (before: number, usd: string | null) =>
      firstTransfer.evaluate(
        dollars,
        someFacts({ amount: '5000000', destination: settled(before) }),
        pricedAt(usd),
      ).code;
    expect(answer(0, '2')).toBeNull();
    expect(answer(0, '2.0000001')).toBe('FIRST_TRANSFER_CANARY');
    expect(answer(0, null)).toBe('PRICE_UNAVAILABLE');
    expect(answer(1, null)).toBeNull();
  });

  it('invariant 6: never takes what is not known for settled', () => {
    for (const destination of [null, {}]) {
      const facts = someFacts({ destination, amount: '1' });
      expect(() => firstTransfer.evaluate(rule, facts, pricedAt(null))).toThrow('not known');
    }
  });
});

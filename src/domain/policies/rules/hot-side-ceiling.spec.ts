import { describe, expect, it } from '@jest/globals';
import { USDC, pricedAt, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { hotSideCeiling } from './hot-side-ceiling.js';

const written = {
  ...{ id: 'hot', kind: 'hot-side-ceiling', assetId: USDC },
  ...{ max: '2500', waivable: true, ceiling: '3000' },
};
const rule = ruleOf('hot-side-ceiling', written);
const held = (destination: string) => ({ balances: { safe: '9000000000', destination } });

describe(hotSideCeiling.kind, () => {
  it.each([
    { destination: '1000000000', outcome: 'allow', headroom: '1500000000' },
    { destination: '1000000001', outcome: 'deny', headroom: '1499999999' },
    { destination: '2600000000', outcome: 'deny', headroom: '0' },
  ])('answers $outcome when $destination units are there', ({ destination, outcome, headroom }) => {
    const result = hotSideCeiling.evaluate(rule, someFacts(held(destination)), pricedAt(null));
    const measured = (BigInt(destination) + 1_500_000_000n).toString();
    expect(result).toMatchObject({ outcome, unit: 'asset', measured, bound: '2500000000', headroom });
    expect(result.code).toBe(outcome === 'deny' ? 'LIMIT_HOT_CEILING' : null);
  });

  it('says what will be there', () => {
    const { words } = hotSideCeiling.evaluate(rule, someFacts(held('1000000001')), pricedAt(null));
    expect(words).toBe(
      'After this transfer the destination holds 2500.000001 USDC, above its ceiling of 2500 USDC.',
    );
  });

  it('invariant 11: counts what is on its way there from elsewhere, to the unit', () => {
    const answer = (incoming: string) =>
      hotSideCeiling.evaluate(
        rule,
        someFacts({ balances: { safe: '9000000000', destination: '400000000', incoming } }),
        pricedAt(null),
      );
    expect(answer('600000000')).toMatchObject({ outcome: 'allow', measured: '2500000000' });
    expect(answer('600000001')).toMatchObject({
      ...{ outcome: 'deny', code: 'LIMIT_HOT_CEILING', headroom: '1499999999' },
      words:
        'After this transfer and those on their way there the destination holds 2500.000001 USDC, above its ceiling of 2500 USDC.',
    });
  });

  it('counts in US dollars all that is there, rounded up once', () => {
    const dollars = ruleOf('hot-side-ceiling', { ...written, assetId: undefined, unit: 'usd' });
    const answer = (usd: string | null) =>
      hotSideCeiling.evaluate(dollars, someFacts(held('1000000000')), pricedAt(usd));
    expect(answer('1')).toMatchObject({ outcome: 'allow', measured: '2500000000', headroom: '1500000000' });
    expect(answer('1.0000000001')).toMatchObject({ outcome: 'deny', measured: '2500000001' });
    expect(answer(null).code).toBe('PRICE_UNAVAILABLE');
  });

  it('invariant 6: denies when the balance could not be read, which no exception lifts', () => {
    expect(
      hotSideCeiling.evaluate(rule, someFacts({ balances: null, amount: '1' }), pricedAt(null)),
    ).toMatchObject({
      ...{ outcome: 'deny', code: 'BALANCE_UNAVAILABLE', waivable: false },
    });
  });
});

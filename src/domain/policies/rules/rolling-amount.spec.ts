import { describe, expect, it } from '@jest/globals';
import {
  ETHER,
  HOT_WALLET,
  NOW,
  OPERATOR,
  SAFE,
  USDC,
  aRollingRule,
  pricedAt,
  ruleOf,
  someFacts,
} from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { rollingAmount } from './rolling-amount.js';

const unpriced = pricedAt(null);
const scopeKey = `safe:${SAFE}:${USDC}`;

function usedBefore(used: bigint) {
  return [{ ruleId: 'per-day', scopeKey, used: used.toString() }];
}

const used = (changes: Record<string, unknown>) => [{ ruleId: 'per-day', scopeKey, used: '0', ...changes }];

describe(rollingAmount.kind, () => {
  const edges = [2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, AMOUNT_MAX];
  const cases = edges.flatMap((edge) => [
    { used: edge - 11n, max: edge, outcome: 'allow', headroom: 11n },
    { used: edge - 10n, max: edge, outcome: 'allow', headroom: 10n },
    { used: edge - 9n, max: edge, outcome: 'deny', headroom: 9n },
    { used: edge + 9n, max: edge, outcome: 'deny', headroom: 0n },
  ]);

  it.each(cases)('invariant 11: answers $outcome for 10 more than $used of $max units', (each) => {
    const { used, max, outcome, headroom } = each;
    const facts = someFacts({ asset: { decimals: 0 }, amount: '10', rolling: usedBefore(used) });
    const result = rollingAmount.evaluate(
      ruleOf('rolling-amount', aRollingRule({ max: max.toString() })),
      facts,
      unpriced,
    );
    expect(result).toMatchObject({
      outcome,
      code: outcome === 'deny' ? 'LIMIT_WINDOW' : null,
      measured: (used + 10n).toString(),
      bound: max.toString(),
      headroom: headroom.toString(),
    });
  });

  it.each([
    { scope: 'safe', scopeKey },
    { scope: 'destination', scopeKey: `destination:${HOT_WALLET}:${USDC}` },
    { scope: 'requester', scopeKey: `requester:${OPERATOR}:${USDC}` },
  ])('counts per $scope and refuses the use of anything else', (each) => {
    const rule = ruleOf('rolling-amount', aRollingRule({ scope: each.scope }));
    const state = (key: string) => someFacts({ rolling: [{ ruleId: 'per-day', scopeKey: key, used: '1' }] });
    expect(rollingAmount.evaluate(rule, state(each.scopeKey), unpriced).outcome).toBe('allow');
    expect(() => rollingAmount.evaluate(rule, state(`${each.scope}:someone-else:${USDC}`), unpriced)).toThrow(
      'something else',
    );
    expect(() => rollingAmount.evaluate(rule, state(each.scopeKey.replace(USDC, ETHER)), unpriced)).toThrow(
      'something else',
    );
  });

  it('without a destination says that the use is not known, as decisions were stored', () => {
    const rule = ruleOf('rolling-amount', aRollingRule({ scope: 'destination' }));
    const nowhere = someFacts({ destination: null, rolling: [] });
    expect(() => rollingAmount.evaluate(rule, nowhere, unpriced)).toThrow('not known');
  });

  it('invariant 11: never takes a missing or an ambiguous use for zero', () => {
    const rule = ruleOf('rolling-amount', aRollingRule());
    expect(() => rollingAmount.evaluate(rule, someFacts({ rolling: [] }), unpriced)).toThrow('not known');
    const twice = [...usedBefore(0n), ...usedBefore(0n)];
    expect(() => rollingAmount.evaluate(rule, someFacts({ rolling: twice }), unpriced)).toThrow(
      'more than once',
    );
  });

  it.each([
    { windowSeconds: 86_400, words: 'per day for this Safe.' },
    { windowSeconds: 604_800, words: 'per 7 days for this Safe.' },
    { windowSeconds: 3_600, words: 'per hour for this Safe.' },
    { windowSeconds: 5_400, words: 'per 90 minutes for this Safe.' },
    { windowSeconds: 3_601, words: 'per 3601 seconds for this Safe.' },
  ])('says the window of $windowSeconds s in words', ({ windowSeconds, words }) => {
    const rule = ruleOf('rolling-amount', aRollingRule({ windowSeconds }));
    const facts = someFacts({ rolling: usedBefore(4_000_000_000n) });
    const start = 'With 4000 USDC already used, this transfer makes 5500 USDC, above the limit of 5000 USDC ';
    expect(rollingAmount.evaluate(rule, facts, unpriced).words).toBe(`${start}${words} 1000 USDC free now.`);
  });

  describe('the refill', () => {
    const rule = ruleOf('rolling-amount', aRollingRule());
    const later = (seconds: number, units: string) => ({ at: NOW + seconds, used: units });

    it.each([
      {
        name: 'steps and the moment at which it fits',
        use: { frees: [later(30, '3500000000'), later(86_401, '0')], fitsAt: NOW + 30 },
        words:
          ' 1000 USDC free now, 1500 USDC at 08:01Z, 5000 USDC at 2027-01-16T08:01Z. This transfer fits at 08:01Z.',
      },
      {
        name: 'what time alone does not free',
        use: { frees: [], fitsAt: null },
        words: ' 1000 USDC free now. Time alone will not make it fit.',
      },
      { name: 'no more than is known', use: {}, words: ' 1000 USDC free now.' },
    ])('says $name', ({ use, words }) => {
      const rolling = used({ used: '4000000000', ...use });
      const result = rollingAmount.evaluate(rule, someFacts({ rolling }), unpriced);
      expect(result.words.slice(result.words.indexOf('for this Safe.') + 14)).toBe(words);
    });

    it('is not said of what fits', () => {
      const { words } = rollingAmount.evaluate(rule, someFacts({ rolling: used({}) }), unpriced);
      expect(words).toMatch(/ per day for this Safe\.$/);
    });
  });

  describe('in other scopes', () => {
    it.each([
      { scope: 'asset', key: `asset:${USDC}:${USDC}`, words: 'for all Safes.' },
      { scope: 'group', group: 'desk', key: `group:desk:${USDC}`, words: 'for the group desk.' },
    ])('counts per $scope', ({ key, words, ...scope }) => {
      const rule = ruleOf('rolling-amount', aRollingRule(scope));
      const facts = someFacts({ rolling: used({ scopeKey: key }) });
      expect(rollingAmount.evaluate(rule, facts, unpriced)).toMatchObject({ outcome: 'allow' });
      expect(rollingAmount.evaluate(rule, facts, unpriced).words).toContain(words);
      expect(() => rollingAmount.evaluate(rule, someFacts({ rolling: used({}) }), unpriced)).toThrow(
        'something else',
      );
    });

    const dollars = ruleOf(
      'rolling-amount',
      aRollingRule({ assetId: undefined, unit: 'usd', scope: 'all', max: '3000' }),
    );
    const rolling = used({ scopeKey: 'all:*:usd', used: '750000001' });

    it('counts everything in US dollars', () => {
      const result = rollingAmount.evaluate(dollars, someFacts({ rolling }), pricedAt('1.5'));
      expect(result).toMatchObject({
        ...{ outcome: 'deny', code: 'LIMIT_WINDOW', unit: 'usd' },
        ...{ measured: '3000000001', bound: '3000000000', headroom: '2249999999' },
      });
      expect(result.words).toBe(
        'With $750.000001 already used, this transfer makes $3000.000001, above the limit of $3000 per day for everything. $2249.999999 free now.',
      );
    });

    it('invariant 6: denies without a price, however little has been used', () => {
      expect(rollingAmount.evaluate(dollars, someFacts({ rolling: [] }), unpriced)).toMatchObject({
        outcome: 'deny',
        code: 'PRICE_UNAVAILABLE',
      });
    });
  });
});

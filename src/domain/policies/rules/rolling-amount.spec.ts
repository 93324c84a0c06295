import { describe, expect, it } from '@jest/globals';
import {
  ETHER,
  HOT_WALLET,
  OPERATOR,
  SAFE,
  USDC,
  aRollingRule,
  ruleOf,
  someFacts,
} from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { rollingAmount } from './rolling-amount.js';

const scopeKey = `safe:${SAFE}:${USDC}`;

function usedBefore(used: bigint) {
  return [{ ruleId: 'per-day', scopeKey, used: used.toString() }];
}

describe(rollingAmount.name, () => {
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
    const result = rollingAmount(ruleOf('rolling-amount', aRollingRule({ max: max.toString() })), facts);
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
    expect(rollingAmount(rule, state(each.scopeKey)).outcome).toBe('allow');
    expect(() => rollingAmount(rule, state(`${each.scope}:someone-else:${USDC}`))).toThrow('something else');
    expect(() => rollingAmount(rule, state(each.scopeKey.replace(USDC, ETHER)))).toThrow('something else');
  });

  it('invariant 11: never takes a missing or an ambiguous use for zero', () => {
    const rule = ruleOf('rolling-amount', aRollingRule());
    expect(() => rollingAmount(rule, someFacts({ rolling: [] }))).toThrow('not known');
    const twice = [...usedBefore(0n), ...usedBefore(0n)];
    expect(() => rollingAmount(rule, someFacts({ rolling: twice }))).toThrow('more than once');
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
    expect(rollingAmount(rule, facts).words).toBe(start + words);
  });
});

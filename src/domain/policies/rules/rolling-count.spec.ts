import { describe, expect, it } from '@jest/globals';
import { NOW, OPERATOR, SAFE, USDC, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { rollingCount } from './rolling-count.js';

const count = (changes: Record<string, unknown> = {}) =>
  ruleOf('rolling-count', {
    ...{ id: 'often', kind: 'rolling-count', scope: 'requester', windowSeconds: 3_600 },
    ...{ max: 3, waivable: true, ceiling: 5 },
    ...changes,
  });
const after = (used: number, more: Record<string, unknown> = {}) =>
  someFacts({
    rolling: [{ ruleId: 'often', scopeKey: `requester:${OPERATOR}:count`, used: String(used), ...more }],
  });

describe(rollingCount.kind, () => {
  it.each([
    { used: 0, outcome: 'allow', headroom: '3' },
    { used: 2, outcome: 'allow', headroom: '1' },
    { used: 3, outcome: 'deny', headroom: '0' },
    { used: 9, outcome: 'deny', headroom: '0' },
  ])('answers $outcome after $used of 3', ({ used, outcome, headroom }) => {
    expect(rollingCount.evaluate(count(), after(used))).toMatchObject({
      ...{ outcome, unit: 'count', measured: String(used + 1), bound: '3', headroom, ceiling: '5' },
      code: outcome === 'deny' ? 'LIMIT_COUNT' : null,
    });
  });

  it('says how many, and when the next one may go', () => {
    const facts = after(3, { fitsAt: NOW + 60, frees: [{ at: NOW + 60, used: '2' }] });
    expect(rollingCount.evaluate(count(), facts).words).toBe(
      'With this one it is 4 transfers, above the limit of 3 transfers per hour for this requester. 0 transfers free now, 1 transfer at 08:01Z. This transfer fits at 08:01Z.',
    );
  });

  it('does not look at the amount', () => {
    const facts = { ...after(2), amount: someFacts({ amount: '1' }).amount };
    expect(rollingCount.evaluate(count(), facts)).toEqual(rollingCount.evaluate(count(), after(2)));
  });

  it.each([
    { scope: 'safe', key: `safe:${SAFE}:count` },
    { scope: 'safe', assetId: USDC, key: `safe:${SAFE}:count@${USDC}` },
    { scope: 'asset', assetId: USDC, key: `asset:${USDC}:count@${USDC}` },
    { scope: 'group', group: 'desk', key: 'group:desk:count' },
    { scope: 'all', key: 'all:*:count' },
  ])('invariant 11: counts in $key and in nothing else', ({ key, ...scope }) => {
    const stated = (scopeKey: string) => someFacts({ rolling: [{ ruleId: 'often', scopeKey, used: '0' }] });
    expect(rollingCount.evaluate(count(scope), stated(key)).outcome).toBe('allow');
    expect(() => rollingCount.evaluate(count(scope), stated(`${key}x`))).toThrow('something else');
    expect(() => rollingCount.evaluate(count(scope), someFacts({ rolling: [] }))).toThrow('not known');
  });
});

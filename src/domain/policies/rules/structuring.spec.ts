import { describe, expect, it } from '@jest/globals';
import { NOW, USDC, aPolicyDocument, pricedAt, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { stepsOf } from '../tiers.js';
import { structuring } from './structuring.js';

const require = [{ group: 'treasury', count: 1 }];
const tiers = [
  { name: 'small', assetId: USDC, upTo: '100', require },
  { name: 'large', assetId: USDC, upTo: '250', require },
  { name: 'usd', unit: 'usd', upTo: '100', require },
];
const split = (changes: Record<string, unknown> = {}) =>
  ruleOf('structuring', {
    ...{ id: 'split', kind: 'structuring', assetId: USDC, scope: 'requester' },
    ...{ windowSeconds: 3_600, margin: '0.1', waivable: false },
    ...changes,
  });

interface Earlier {
  readonly amount?: number;
  readonly usd?: string | null;
  readonly at?: number;
}

function answer(
  rule: ReturnType<typeof split>,
  amount: number,
  earlier: Earlier[],
  usd: string | null = null,
) {
  const transfers = earlier.map((each, index) => ({
    transferId: `tr_01890a5d-ac96-774b-bcce-b302099a800${String(index)}`,
    ...{ amount: String(each.amount ?? 0), usd: each.usd ?? null, at: each.at ?? NOW - 60 },
  }));
  const facts = someFacts({ amount: String(amount), recent: [{ ruleId: 'split', transfers }] });
  const steps = stepsOf(aPolicyDocument({ tiers }), rule.unit ?? 'asset', facts.asset);
  return structuring.evaluate(rule, facts, pricedAt(usd), () => steps);
}

const M = 1_000_000;

describe(structuring.kind, () => {
  it.each([
    { name: 'nothing before', amount: 95 * M, earlier: [], sum: 95 * M },
    { name: 'one just under the same end', amount: 95 * M, earlier: [{ amount: 99 * M }], sum: 194 * M },
    { name: 'one exactly at the end', amount: 100 * M, earlier: [{ amount: 100 * M }], sum: 200 * M },
    { name: 'one at the margin', amount: 95 * M, earlier: [{ amount: 90 * M }], sum: 95 * M },
    { name: 'one a unit within it', amount: 95 * M, earlier: [{ amount: 90 * M + 1 }], sum: 185 * M + 1 },
    { name: 'one above the end', amount: 95 * M, earlier: [{ amount: 100 * M + 1 }], sum: 95 * M },
    { name: 'one under another end', amount: 95 * M, earlier: [{ amount: 249 * M }], sum: 95 * M },
    {
      name: 'one before the window',
      amount: 95 * M,
      earlier: [{ amount: 99 * M, at: NOW - 3_600 }],
      sum: 95 * M,
    },
    { name: 'none, being far below itself', amount: 50 * M, earlier: [{ amount: 99 * M }], sum: 50 * M },
  ])('joins $amount with $name to $sum', ({ amount, earlier, sum }) => {
    expect(answer(split(), amount, earlier)).toMatchObject({
      ...{ outcome: 'allow', unit: 'asset', measured: String(sum), bound: String(250 * M) },
    });
  });

  it('denies a sum above the highest tier, as one transfer of it would be', () => {
    const two = [{ amount: 91 * M }, { amount: 91 * M }];
    expect(answer(split({ margin: '0.5' }), 68 * M, two)).toMatchObject({ outcome: 'allow' });
    const result = answer(split(), 95 * M, two);
    expect(result).toMatchObject({
      ...{ outcome: 'deny', code: 'LIMIT_STRUCTURING', measured: String(277 * M) },
      ...{ headroom: String(68 * M), waivable: false },
    });
    expect(result.words).toBe(
      'With 2 of this requester just under the same end of a tier within the last hour this transfer makes 277 USDC, above the highest tier of 250 USDC.',
    );
  });

  it('takes the larger sum where margins overlap', () => {
    const wide = split({ margin: '0.9' });
    const result = answer(wide, 95 * M, [{ amount: 99 * M }, { amount: 30 * M }, { amount: 20 * M }]);
    // Under 250: 95, 99 and 30, which is 224; under 100: all of them, which is 244.
    expect(result).toMatchObject({ outcome: 'allow', measured: String(244 * M) });
  });

  it('joins by the value in US dollars that each had', () => {
    const dollars = split({ assetId: undefined, unit: 'usd' });
    const earlier = [{ usd: '95000000' }];
    expect(answer(dollars, 49 * M, earlier, '2')).toMatchObject({ unit: 'usd', measured: '193000000' });
    expect(answer(dollars, 49 * M, earlier, '2').code).toBe('LIMIT_STRUCTURING');
    expect(answer(dollars, 49 * M, earlier, null).code).toBe('PRICE_UNAVAILABLE');
    expect(answer(dollars, 49 * M, [{ usd: null }], '2')).toMatchObject({
      ...{ outcome: 'deny', code: 'PRICE_UNAVAILABLE', waivable: false },
    });
  });

  it('invariant 6: denies where there is no tier to stay under, and throws without knowing what came before', () => {
    const none = structuring.evaluate(split(), someFacts(), pricedAt(null), () => []);
    expect(none).toMatchObject({ outcome: 'deny', code: 'NO_TIER' });
    const steps = stepsOf(aPolicyDocument({ tiers }), 'asset', someFacts().asset);
    expect(() => structuring.evaluate(split(), someFacts(), pricedAt(null), () => steps)).toThrow(
      'not known',
    );
  });
});

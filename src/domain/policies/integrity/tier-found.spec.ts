import { describe, expect, it } from '@jest/globals';
import { ETHER, NOW, USDC, aPolicyDocument, pricedAt, someFacts } from '../../../../test/builders/policy.js';
import { tierStanding } from '../tiers.js';
import { tierFound } from './tier-found.js';

const require = [{ group: 'treasury', count: 1 }];
const own = [
  { name: 'large', assetId: USDC, upTo: '10', require },
  { name: 'small', assetId: USDC, upTo: '2.5', require },
  { name: 'ether', assetId: ETHER, upTo: '1000000', require },
];
const inDollars = [
  { name: 'usd-small', unit: 'usd', upTo: '4', require },
  { name: 'usd-large', unit: 'usd', upTo: '8', require: [{ group: 'treasury', count: 2 }] },
];
const split = {
  ...{ id: 'split', kind: 'structuring', assetId: USDC, scope: 'requester' },
  ...{ windowSeconds: 3_600, margin: '0.2', waivable: false },
};
const document = aPolicyDocument({ tiers: own });
const both = aPolicyDocument({ tiers: [...inDollars, ...own] });

function namesOf(given: typeof document, facts = someFacts(), usd: string | null = null) {
  const standing = tierStanding(given, facts, pricedAt(usd));
  return standing.isFound ? standing.tiers.map(({ name }) => name) : standing.code;
}

describe(tierFound.name, () => {
  it.each([
    { amount: '1', tier: ['small'] },
    { amount: '2499999', tier: ['small'] },
    { amount: '2500000', tier: ['small'] },
    { amount: '2500001', tier: ['large'] },
    { amount: '10000000', tier: ['large'] },
    { amount: '10000001', tier: 'NO_TIER' },
  ])('puts $amount units into tier $tier', ({ amount, tier }) => {
    const facts = someFacts({ amount });
    expect(namesOf(document, facts)).toEqual(tier);
    const code = tier === 'NO_TIER' ? 'NO_TIER' : null;
    const found = tierFound(tierStanding(document, facts, pricedAt(null)));
    expect(found).toMatchObject({ rule: 'tier-found', code, waivable: false });
  });

  it('denies an asset without any tier', () => {
    const none = aPolicyDocument({ tiers: [] });
    const found = tierFound(tierStanding(none, someFacts(), pricedAt(null)));
    expect(found).toMatchObject({ outcome: 'deny', code: 'NO_TIER' });
  });

  it.each([
    { amount: '2500000', usd: '1', tiers: ['small', 'usd-small'] },
    { amount: '2500000', usd: '1.6', tiers: ['small', 'usd-small'] },
    { amount: '2500000', usd: '1.6000001', tiers: ['small', 'usd-large'] },
    { amount: '2500001', usd: '1', tiers: ['large', 'usd-small'] },
    { amount: '2500001', usd: '3.2', tiers: 'NO_TIER' },
    { amount: '10000001', usd: '0.1', tiers: 'NO_TIER' },
    { amount: '1', usd: null, tiers: 'PRICE_UNAVAILABLE' },
  ])('asks for both quorums of $amount units at $usd: $tiers', ({ amount, usd, tiers }) => {
    expect(namesOf(both, someFacts({ amount }), usd)).toEqual(tiers);
  });

  it('asks for that in US dollars alone where the asset has no tier', () => {
    expect(namesOf(aPolicyDocument({ tiers: inDollars }), someFacts({ amount: '2500000' }), '2')).toEqual([
      'usd-large',
    ]);
  });

  describe('with transfers that are joined', () => {
    const joining = aPolicyDocument({ tiers: own, rules: [split] });
    const earlier = (...amounts: number[]) => [
      {
        ruleId: 'split',
        transfers: amounts.map((amount, index) => ({
          transferId: `tr_01890a5d-ac96-774b-bcce-b302099a${String(8_000 + index)}`,
          ...{ amount: String(amount), usd: null, at: NOW - 60 },
        })),
      },
    ];
    const tierOf = (amount: number, ...amounts: number[]) =>
      namesOf(joining, someFacts({ amount: String(amount), recent: earlier(...amounts) }));

    it('invariant 11: takes the tier of the sum, so that splitting does not save a confirmation', () => {
      expect(tierOf(2_400_000)).toEqual(['small']);
      expect(tierOf(2_400_000, 2_400_000)).toEqual(['large']);
      expect(tierOf(2_400_000, 1_000_000)).toEqual(['small']);
      expect(tierOf(1_000_000, 2_400_000)).toEqual(['small']);
    });

    it('stays in the highest tier above all: the rule itself denies there', () => {
      expect(tierOf(2_400_000, 2_400_000, 2_400_000, 2_400_000, 2_400_000)).toEqual(['large']);
    });

    it('invariant 6: has no tier without knowing what came before', () => {
      expect(() => tierStanding(joining, someFacts({ amount: '1' }), pricedAt(null))).toThrow('not known');
    });
  });
});

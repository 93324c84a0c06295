import { describe, expect, it } from '@jest/globals';
import { ETHER, USDC, aPolicyDocument, someFacts } from '../../../../test/builders/policy.js';
import { tierFound, tierOf } from './tier-found.js';

const require = [{ group: 'treasury', count: 1 }];
const document = aPolicyDocument({
  tiers: [
    { name: 'large', assetId: USDC, upTo: '10', require },
    { name: 'small', assetId: USDC, upTo: '2.5', require },
    { name: 'ether', assetId: ETHER, upTo: '1000000', require },
  ],
});

describe(tierFound.name, () => {
  it.each([
    { amount: '1', tier: 'small' },
    { amount: '2499999', tier: 'small' },
    { amount: '2500000', tier: 'small' },
    { amount: '2500001', tier: 'large' },
    { amount: '10000000', tier: 'large' },
    { amount: '10000001', tier: undefined },
  ])('puts $amount units into tier $tier', ({ amount, tier }) => {
    const facts = someFacts({ amount });
    expect(tierOf(document, facts)?.name).toBe(tier);
    const code = tier === undefined ? 'NO_TIER' : null;
    expect(tierFound(facts, document)).toMatchObject({ rule: 'tier-found', code, waivable: false });
  });

  it('denies an asset without any tier', () => {
    expect(tierFound(someFacts(), aPolicyDocument({ tiers: [] }))).toMatchObject({
      outcome: 'deny',
      code: 'NO_TIER',
    });
  });
});

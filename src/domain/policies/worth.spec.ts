import { describe, expect, it } from '@jest/globals';
import { NOW, USDC, aFeed, aRound, someFacts } from '../../../test/builders/policy.js';
import { printDollars, worthOf } from './worth.js';

const feed = aFeed({
  rounds: ['one', 'two'].map((provider) =>
    aRound({ provider, answer: '100500000', updatedAt: String(NOW - 40) }),
  ),
});
const fixed = (usd: string) => ({ prices: [{ assetId: USDC, usd }] });
const of = (document: Parameters<typeof worthOf>[0], price: unknown) =>
  worthOf(document, someFacts({ price, amount: '1000000' }));

describe(worthOf.name, () => {
  it('says which price decided, and since when it holds', () => {
    expect(of(fixed('1.25'), null)).toEqual({ value: 1_250_000n, source: 'policy', at: NOW });
    expect(of({}, feed)).toEqual({ value: 1_005_000n, source: feed['priceFeedId'], at: NOW - 40 });
    expect(of(fixed('1'), feed)).toMatchObject({ value: 1_005_000n, source: feed['priceFeedId'] });
    expect(of(fixed('1.01'), feed)).toMatchObject({ value: 1_010_000n, source: 'policy', at: NOW });
  });

  it('has none where the policy has none', () => {
    expect(of({}, null)).toBeNull();
    expect(of(fixed('1'), { kind: 'unavailable', reason: 'no provider answers' })).toBeNull();
  });
});

describe(printDollars.name, () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [10_000n, '0.01'],
    [10_001n, '0.02'],
    [1_250_000n, '1.25'],
    [31_900_000_000n, '31900.00'],
  ])('prints %s millionths as cents, rounded up', (value, text) => {
    expect(printDollars(value)).toBe(text);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ETHER, USDC, aPolicyDocument } from '../../../test/builders/policy.js';
import { leastRequired, mayAskRekey } from './least-required.js';

const of = (group: string, count: number) => [{ group, count }];
const own = [
  { name: 'small', assetId: USDC, upTo: '10', require: of('treasury', 1) },
  { name: 'large', assetId: USDC, upTo: '20', require: of('treasury', 2), rekey: true },
];
const dollars = (more: Record<string, unknown> = {}) => ({
  ...{ name: 'usd', unit: 'usd', upTo: '100', require: of('risk', 1) },
  ...more,
});
const split = {
  ...{ id: 'split', kind: 'structuring', assetId: USDC, scope: 'safe' },
  ...{ windowSeconds: 3_600, margin: '0.1', waivable: false },
};
const moving = (amount: bigint, id: string = USDC) => ({ asset: { id, decimals: 6 }, amount });

describe(leastRequired.name, () => {
  const document = aPolicyDocument({ tiers: [...own, dollars()] });

  it('invariant 8: asks for what signed words alone ask for, whatever is stored', () => {
    expect(leastRequired(document, moving(10_000_000n), [])).toEqual(of('treasury', 1));
    expect(leastRequired(document, moving(10_000_001n), [])).toEqual(of('treasury', 2));
    expect(leastRequired(document, moving(1n), of('treasury', 3))).toEqual(of('treasury', 3));
    expect(leastRequired(document, moving(10_000_001n), of('treasury', 1))).toEqual(of('treasury', 2));
  });

  it('adds what the decision asked for besides', () => {
    const both = [...of('treasury', 1), ...of('risk', 1)];
    expect(leastRequired(document, moving(1n), both)).toEqual(both);
  });

  it('asks for the lowest tier in US dollars where the asset has none of its own', () => {
    expect(leastRequired(document, moving(1n, ETHER), [])).toEqual(of('risk', 1));
    expect(leastRequired(aPolicyDocument({ tiers: own }), moving(1n, ETHER), of('a', 1))).toBeUndefined();
  });

  it('has nothing to ask above the tiers of the asset', () => {
    expect(leastRequired(document, moving(20_000_001n), of('treasury', 9))).toBeUndefined();
  });
});

describe(mayAskRekey.name, () => {
  const asks = (amount: bigint, change: Record<string, unknown> = {}) =>
    mayAskRekey(aPolicyDocument({ tiers: own, rules: [], ...change }), moving(amount));

  it('is what the tier of the amount says', () => {
    expect([asks(10_000_000n), asks(10_000_001n)]).toEqual([false, true]);
  });

  it('is yes where a tier that asks for it could be reached', () => {
    expect(asks(1n, { rules: [split] })).toBe(true);
    expect(asks(1n, { tiers: [...own, dollars()] })).toBe(false);
    expect(asks(1n, { tiers: [...own, dollars({ rekey: true })] })).toBe(true);
  });

  it('is yes where nobody can say who confirms', () => {
    expect(asks(20_000_001n)).toBe(true);
    expect(asks(1n, { tiers: [] })).toBe(true);
  });
});

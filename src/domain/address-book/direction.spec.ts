import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aContent } from '../../../test/builders/destination.js';
import { ETHER, NOW, USDC } from '../../../test/builders/policy.js';
import { compareDecimals } from '../values/amount.js';
import { unixSeconds } from '../values/time.js';
import type { DestinationContentJson } from './destination.js';
import { destinationDirection } from './direction.js';

const both = {
  assetIds: [USDC, ETHER],
  limits: [
    { assetId: USDC, maxPerTransfer: '1000' },
    { assetId: ETHER, maxPerTransfer: '5' },
  ],
  canary: [
    { assetId: USDC, max: '10' },
    { assetId: ETHER, max: '0.1' },
  ],
};
const before = aContent(both);
const to = (change: Partial<DestinationContentJson>) =>
  destinationDirection(before, aContent({ ...both, ...change }));
const limits = (usdc: string) => ({
  limits: [{ assetId: USDC, maxPerTransfer: usdc }, ...both.limits.slice(1)],
});
const canary = (usdc: string) => ({ canary: [{ assetId: USDC, max: usdc }, ...both.canary.slice(1)] });
const onlyUsdc = { assetIds: [USDC], limits: both.limits.slice(0, 1), canary: both.canary.slice(0, 1) };

describe(destinationDirection.name, () => {
  it.each([
    ['the same again', {}],
    ['fewer assets', onlyUsdc],
    ['a lower limit', limits('999.999999')],
    ['the same limit, written otherwise', limits('1000.00')],
    ['a lower canary', canary('9')],
    ['an earlier end', { expiresAt: NOW + 1 }],
    ['all of it', { ...onlyUsdc, limits: [{ assetId: USDC, maxPerTransfer: '1' }], expiresAt: NOW }],
  ])('invariant 13: %s tightens', (_what, change) => {
    expect(to(change)).toBe('tightens');
  });

  it.each([
    ['a higher limit', limits('1000.000001')],
    ['a limit that is gone', { limits: both.limits.slice(1) }],
    ['a higher canary', canary('11')],
    ['a canary that is gone', { canary: both.canary.slice(1) }],
    ['a later end', { expiresAt: before.expiresAt + 1 }],
    ['another address', { address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' }],
    ['another chain', { chainId: 10 }],
    ['another label', { label: 'Hot wallet 9' }],
    ['another owner', { owner: 'Somebody' }],
    ['other code', { codeHash: `0x${'ab'.repeat(32)}` }],
    ['another proof', { control: { kind: 'none', reason: 'it was lost' } }],
    [
      'a look-alike seen',
      { lookalikes: [{ address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', difference: 'x' }] },
    ],
    ['a cooling-off that counts from elsewhere', { approvedAt: 5 }],
    ['one thing that tightens and one that loosens', { ...limits('1'), expiresAt: before.expiresAt + 1 }],
  ] satisfies [string, Partial<DestinationContentJson>][])('invariant 13: %s loosens', (_what, change) => {
    expect(to(change)).toBe('loosens');
  });

  it('an entry that comes loosens, one that goes tightens', () => {
    expect(destinationDirection(null, before)).toBe('loosens');
    expect(destinationDirection(before, null)).toBe('tightens');
  });

  it('one more asset loosens', () => {
    expect(destinationDirection(aContent(onlyUsdc), before)).toBe('loosens');
  });

  it('a founded entry without limits tightens by getting some, and keeps its cooling-off', () => {
    const founded = { ...aContent({ limits: [], canary: [] }), approvedAt: unixSeconds(5) };
    expect(destinationDirection(founded, aContent())).toBe('tightens');
    expect(destinationDirection(aContent(), founded)).toBe('loosens');
  });

  it('never calls both ways between two different limits tightening', () => {
    const text = fc
      .tuple(fc.nat(3_000), fc.nat(99))
      .map(([whole, part]) => `${String(whole)}.${String(part + 1).padStart(3, '0')}`);
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [a, b] = [aContent({ ...both, ...limits(one) }), aContent({ ...both, ...limits(other) })];
        const isTighter = compareDecimals(other, one) <= 0;
        expect(destinationDirection(a, b)).toBe(isTighter ? 'tightens' : 'loosens');
      }),
    );
  });
});

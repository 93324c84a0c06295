import { describe, expect, it } from '@jest/globals';
import { OTHER_CODE_HASH, someFacts } from '../../../../test/builders/policy.js';
import { assetAsPinned } from './asset-as-pinned.js';

const NATIVE = { kind: 'native', decimals: 18, symbol: 'ETH', codeHashPinned: null, codeHashActual: null };

describe(assetAsPinned.name, () => {
  it.each([
    { name: 'a token with its pinned code', asset: {}, code: null },
    {
      name: 'a token with other code',
      asset: { codeHashActual: OTHER_CODE_HASH },
      code: 'TOKEN_CODE_CHANGED',
    },
    { name: 'a token without code', asset: { codeHashActual: null }, code: 'TOKEN_CODE_CHANGED' },
    { name: 'a removed token', asset: { removed: true }, code: 'ASSET_NOT_ALLOWED' },
    { name: 'the native coin', asset: NATIVE, code: null },
    { name: 'the removed native coin', asset: { ...NATIVE, removed: true }, code: 'ASSET_NOT_ALLOWED' },
  ])('answers $code for $name', ({ asset, code }) => {
    const result = assetAsPinned(someFacts({ asset }));
    expect(result).toMatchObject({
      rule: 'asset-as-pinned',
      outcome: code === null ? 'allow' : 'deny',
      code,
    });
  });

  it('has no way to state a token that is not pinned', () => {
    expect(() => someFacts({ asset: { codeHashPinned: null } })).toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { CODE_HASH, OTHER_CODE_HASH, someFacts } from '../../../../test/builders/policy.js';
import { assetAsPinned } from './asset-as-pinned.js';

const NATIVE = { kind: 'native', decimals: 18, symbol: 'ETH', codeHashPinned: null, codeHashActual: null };

const pinned = { implementation: '0xF3A9c0e4f1F0F3ef09D3CA2B1fa8e1c6b2D42334', codeHash: CODE_HASH };
const elsewhere = { ...pinned, implementation: '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4' };

describe(assetAsPinned.name, () => {
  it.each([
    { name: 'a token with its pinned code', asset: {}, code: null },
    {
      name: 'a token with other code',
      asset: { codeHashActual: OTHER_CODE_HASH },
      code: 'TOKEN_CODE_CHANGED',
    },
    { name: 'a token without code', asset: { codeHashActual: null }, code: 'TOKEN_CODE_CHANGED' },
    {
      name: 'a proxy with its pinned implementation',
      asset: { proxy: { pinned, actual: pinned } },
      code: null,
    },
    {
      name: 'a proxy with the same code at another address',
      asset: { proxy: { pinned, actual: elsewhere } },
      code: 'TOKEN_CODE_CHANGED',
    },
    {
      name: 'a proxy with other code at the pinned address',
      asset: { proxy: { pinned, actual: { ...pinned, codeHash: OTHER_CODE_HASH } } },
      code: 'TOKEN_CODE_CHANGED',
    },
    {
      name: 'a proxy without an implementation',
      asset: { proxy: { pinned, actual: null } },
      code: 'TOKEN_CODE_CHANGED',
    },
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

import { describe, expect, it } from '@jest/globals';
import { ETHER, USDC, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { assetAllowed } from './asset-allowed.js';

describe(assetAllowed.kind, () => {
  it.each([
    { assetIds: [USDC], code: null },
    { assetIds: [ETHER, USDC], code: null },
    { assetIds: [ETHER], code: 'ASSET_NOT_ALLOWED' },
  ])('answers $code when the policy lists $assetIds', ({ assetIds, code }) => {
    const rule = ruleOf('asset-allowed', { id: 'assets', kind: 'asset-allowed', assetIds, waivable: false });
    const result = assetAllowed.evaluate(rule, someFacts());
    expect(result).toMatchObject({ rule: 'assets', kind: 'policy', code, waivable: false });
    expect(result.outcome).toBe(code === null ? 'allow' : 'deny');
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  ETHER,
  HOT_WALLET,
  OPERATOR,
  SAFE,
  USDC,
  aPolicyDocument,
  aRollingRule,
  someFacts,
} from '../../../test/builders/policy.js';
import { reservationScopes, rollingWindows } from './scopes.js';

describe(reservationScopes.name, () => {
  it('invariant 11: names all three budgets, so that a limit added later finds what was moved', () => {
    expect(reservationScopes(someFacts())).toEqual([
      `destination:${HOT_WALLET}:${USDC}`,
      `requester:${OPERATOR}:${USDC}`,
      `safe:${SAFE}:${USDC}`,
    ]);
  });

  it('throws without a destination', () => {
    expect(() => reservationScopes(someFacts({ destination: null }))).toThrow('no destination');
  });
});

describe(rollingWindows.name, () => {
  const rules = [
    aRollingRule(),
    aRollingRule({ id: 'per-week', windowSeconds: 604_800, scope: 'destination' }),
    aRollingRule({ id: 'ether', assetId: ETHER }),
  ];

  it('asks for one sum for each rolling rule of the asset', () => {
    expect(rollingWindows(aPolicyDocument({ rules }), someFacts())).toEqual([
      { ruleId: 'per-day', scopeKey: `safe:${SAFE}:${USDC}`, windowSeconds: 86_400 },
      { ruleId: 'per-week', scopeKey: `destination:${HOT_WALLET}:${USDC}`, windowSeconds: 604_800 },
    ]);
  });
});

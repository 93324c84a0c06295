import { describe, expect, it } from '@jest/globals';
import { randomFacts } from '../../../test/builders/facts-cases.js';
import { randomPolicy } from '../../../test/builders/policy-cases.js';
import {
  HOT_WALLET,
  OFFICER,
  OPERATOR,
  SAFE,
  USDC,
  aPolicyDocument,
  aRollingRule,
} from '../../../test/builders/policy.js';
import { Random } from '../../../test/builders/random.js';
import { ROLLING_KINDS, limitBudgets } from './limit-budgets.js';
import { RULE_KINDS } from './rule-kinds.js';
import { rollingWindows } from './windows.js';

const usdc = { id: USDC, symbol: 'USDC', decimals: 6 };
const world = {
  ...{ safes: [SAFE], destinations: [HOT_WALLET], requesters: [OPERATOR, OFFICER] },
  asset: (id: string) => (id === USDC ? usdc : undefined),
};
const budgets = (rule: Record<string, unknown>, others = world) =>
  limitBudgets(aPolicyDocument({ rules: [aRollingRule(rule)] }), others);

describe(limitBudgets.name, () => {
  it('knows every kind of rule that counts within a window', () => {
    expect(RULE_KINDS.flatMap(({ kind, rolling }) => (rolling ? [kind] : []))).toEqual([...ROLLING_KINDS]);
  });

  it('invariant 11: has every window that a decision reads, under the same key and with the same bound', () => {
    const random = new Random(11);
    let read = 0;
    for (let policies = 0; policies < 150; policies += 1) {
      const policy = randomPolicy(random);
      for (let cases = 0; cases < 4; cases += 1) {
        const facts = randomFacts(random, policy);
        const asset = { ...usdc, decimals: facts.asset.decimals };
        const all = limitBudgets(policy.document, {
          ...world,
          asset: (id) => (id === USDC ? asset : undefined),
        });
        for (const { ruleId, scopeKey, windowSeconds, max } of rollingWindows(policy.document, facts)) {
          const same = all.filter((each) => each.rule.id === ruleId && each.scopeKey === scopeKey);
          expect(same).toMatchObject([{ windowSeconds, max }]);
          read += 1;
        }
      }
    }
    expect(read).toBeGreaterThan(200);
  });

  it('has one budget for each whom the scope names', () => {
    const subjects = (rule: Record<string, unknown>) => budgets(rule).map(({ subject }) => subject);
    expect(subjects({})).toEqual([SAFE]);
    expect(subjects({ scope: 'destination' })).toEqual([HOT_WALLET]);
    expect(subjects({ scope: 'requester' })).toEqual([OPERATOR, OFFICER]);
    expect(subjects({ scope: 'asset' })).toEqual([USDC]);
    expect(subjects({ scope: 'group', group: 'desk' })).toEqual(['desk']);
    expect(subjects({ scope: 'all', unit: 'usd', assetId: undefined })).toEqual(['all']);
  });

  it('states the bounds in the unit of the key', () => {
    expect(budgets({ waivable: true, ceiling: '6000.5' })).toMatchObject([
      { unit: 'asset', asset: usdc, max: 5_000_000_000n, ceiling: 6_000_500_000n },
    ]);
    expect(budgets({ unit: 'usd', assetId: undefined })).toMatchObject([
      { unit: 'usd', asset: null, max: 5_000_000_000n, ceiling: null },
    ]);
    const count = { kind: 'rolling-count', max: 3, waivable: true, ceiling: 5, assetId: undefined };
    expect(budgets(count)).toMatchObject([{ unit: 'count', asset: null, max: 3n, ceiling: 5n }]);
  });

  it('has none of a rule that denies whatever was used', () => {
    expect(budgets({ max: '0.0000001' })).toEqual([]);
    expect(budgets({}, { ...world, asset: () => undefined })).toEqual([]);
  });
});

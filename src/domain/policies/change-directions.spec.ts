import { describe, expect, it } from '@jest/globals';
import { USDC, aPerTransferRule, aPolicyDocument, aRollingRule } from '../../../test/builders/policy.js';
import { changedLines } from './change-directions.js';

const before = aPolicyDocument();
const lines = (changes: Record<string, unknown>) => changedLines(before, aPolicyDocument(changes));
const rulesWith = (...rules: Record<string, unknown>[]) => {
  const ids = rules.map(({ id }) => id);
  return [...before.rules.filter(({ id }) => !ids.includes(id)), ...rules];
};

describe(changedLines.name, () => {
  it('finds nothing where nothing was changed, and does not count another name or order', () => {
    expect(lines({})).toEqual({ loosened: [], tightened: [] });
    expect(lines({ name: 'Other', rules: [...before.rules].reverse() })).toEqual({
      loosened: [],
      tightened: [],
    });
  });

  it('says for each line what it does by itself', () => {
    const rules = rulesWith(aRollingRule({ max: '4000' }), aPerTransferRule({ max: '2500' }));
    const quorum = [{ group: 'compliance', count: 2 }];
    expect(lines({ rules, exceptionQuorum: quorum, maxExpirySeconds: 90_000 })).toEqual({
      loosened: ['rule per-transfer', 'the longest expiry'],
      tightened: ['rule per-day', 'the quorum for exceptions'],
    });
  });

  it('counts rules and tiers that come and go', () => {
    const more = aRollingRule({ id: 'per-week', windowSeconds: 604_800 });
    const [small, large] = before.tiers;
    expect(lines({ rules: rulesWith(more), tiers: [large] })).toEqual({
      loosened: [],
      tightened: ['rule per-week', `tier small up to 2000 ${USDC}`],
    });
    expect(lines({ rules: before.rules.filter(({ id }) => id !== 'per-day'), tiers: [small] })).toEqual({
      loosened: ['rule per-day'],
      tightened: [`tier large up to 1000000 ${USDC}`],
    });
  });

  it('takes what it cannot compare for looser', () => {
    const prices = [{ assetId: USDC, usd: '1' }];
    expect(lines({ prices })).toEqual({ loosened: ['prices'], tightened: [] });
    expect(changedLines(aPolicyDocument({ prices }), before)).toEqual({
      loosened: ['prices'],
      tightened: [],
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  OFFICER,
  OPERATOR,
  USDC,
  aPolicy,
  aPolicyDocument,
  pricedAt,
  ruleOf,
  someFacts,
} from '../../../../test/builders/policy.js';
import { decide } from '../decide.js';
import { requesterLimit } from './requester-limit.js';

const written = {
  ...{ id: 'junior', kind: 'requester-limit', personId: OPERATOR, assetId: USDC },
  ...{ max: '100', waivable: true, ceiling: '200' },
};

describe(requesterLimit.kind, () => {
  it.each([
    { amount: '100000000', outcome: 'allow', code: null, is: 'within' },
    { amount: '100000001', outcome: 'deny', code: 'LIMIT_REQUESTER', is: 'above' },
  ])('answers $outcome for $amount units', ({ amount, outcome, code, is }) => {
    const result = requesterLimit.evaluate(
      ruleOf('requester-limit', written),
      someFacts({ amount }),
      pricedAt(null),
    );
    const measured = { unit: 'asset', measured: amount, bound: '100000000', ceiling: '200000000' };
    expect(result).toMatchObject({ outcome, code, ...measured });
    expect(result.words).toContain(`is ${is} this requester's own limit of 100 USDC.`);
  });

  it('counts in US dollars too', () => {
    const rule = ruleOf('requester-limit', { ...written, assetId: undefined, unit: 'usd' });
    const answer = (usd: string | null) =>
      requesterLimit.evaluate(rule, someFacts({ amount: '80000000' }), pricedAt(usd));
    expect(answer('1.25')).toMatchObject({ outcome: 'allow', unit: 'usd', measured: '100000000' });
    expect(answer('1.2500001').code).toBe('LIMIT_REQUESTER');
    expect(answer(null).code).toBe('PRICE_UNAVAILABLE');
  });

  it('says nothing about anybody else', () => {
    const rules = [...aPolicyDocument().rules, written];
    const reasonsOf = (personId: string) =>
      decide(aPolicy({ rules }), someFacts({ requester: { personId } })).reasons.map(({ rule }) => rule);
    expect(reasonsOf(OPERATOR)).toContain('junior');
    expect(reasonsOf(OFFICER)).not.toContain('junior');
  });
});

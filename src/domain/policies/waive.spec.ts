import { describe, expect, it } from '@jest/globals';
import {
  NOW,
  OFFICER,
  OPERATOR,
  SECOND_OFFICER,
  aPerTransferRule,
  aPolicyDocument,
  anException,
  pricedAt,
  ruleOf,
  someFacts,
} from '../../../test/builders/policy.js';
import { amountPerTransfer } from './rules/amount-per-transfer.js';
import { waive } from './waive.js';

const rule = ruleOf('amount-per-transfer', aPerTransferRule({ max: '2000', ceiling: '3000' }));

interface Case {
  readonly amount?: string;
  readonly exceptions?: unknown[];
  readonly count?: number;
}

function answer({ amount = '2500000000', exceptions = [anException()], count = 1 }: Case) {
  const document = aPolicyDocument({ exceptionQuorum: [{ group: 'compliance', count }] });
  const facts = someFacts({ amount, exceptions });
  return waive(amountPerTransfer.evaluate(rule, facts, pricedAt(null)), facts, document);
}

describe(waive.name, () => {
  it('lifts the denial that the exception names', () => {
    const result = answer({});
    expect(result).toMatchObject({
      outcome: 'waived',
      code: null,
      exceptionIds: ['exc_1'],
      measured: '2500000000',
    });
    expect(result.words).toContain('Compliance has made an exception.');
  });

  it.each([
    { name: 'an exception for another rule', exceptions: [anException({ rule: 'per-day' })] },
    { name: 'an expired exception', exceptions: [anException({ expiresAt: NOW })] },
    { name: 'a ceiling one unit too low', exceptions: [anException({ ceiling: '2499999999' })] },
    { name: 'an exception by the requester', exceptions: [anException({ personId: OPERATOR })] },
    { name: 'an exception by someone of another group', exceptions: [anException({ groups: ['treasury'] })] },
    { name: 'no exception', exceptions: [] },
  ])('leaves the denial with $name', ({ exceptions }) => {
    expect(answer({ exceptions })).toMatchObject({ outcome: 'deny', code: 'LIMIT_PER_TX', exceptionIds: [] });
  });

  it.each([
    { name: 'a ceiling that is just enough', amount: '2500000000', ceiling: '2500000000', code: null },
    {
      name: 'a ceiling equal to the ceiling of the rule',
      amount: '3000000000',
      ceiling: '3000000000',
      code: null,
    },
    {
      name: 'a ceiling above that of the rule',
      amount: '2500000000',
      ceiling: '3000000001',
      code: 'EXCEPTION_CEILING',
    },
    {
      name: 'an amount above the ceiling of the rule',
      amount: '3000000001',
      ceiling: '3000000001',
      code: 'LIMIT_PER_TX',
    },
  ])('answers $code for $name', ({ amount, ceiling, code }) => {
    const result = answer({ amount, exceptions: [anException({ ceiling })] });
    expect(result).toMatchObject({ outcome: code === null ? 'waived' : 'deny', code });
  });

  it('invariant 10: needs as many different people as the policy says', () => {
    const second = { exceptionId: 'exc_2', personId: SECOND_OFFICER };
    const exceptions = (changes: Record<string, unknown>) => [anException(), anException(changes)];
    expect(answer({ count: 2 }).outcome).toBe('deny');
    expect(answer({ count: 2, exceptions: exceptions({ ...second, personId: OFFICER }) }).outcome).toBe(
      'deny',
    );
    expect(answer({ count: 2, exceptions: exceptions({ ...second, ceiling: '2499999999' }) }).outcome).toBe(
      'deny',
    );
    const waived = answer({ count: 2, exceptions: exceptions(second) });
    expect(waived).toMatchObject({ outcome: 'waived', exceptionIds: ['exc_1', 'exc_2'] });
  });

  it('never lifts a rule that is not waivable', () => {
    const { ceiling: _, ...written } = aPerTransferRule({ waivable: false });
    const facts = someFacts({ amount: '2500000000', exceptions: [anException()] });
    const denial = amountPerTransfer.evaluate(ruleOf('amount-per-transfer', written), facts, pricedAt(null));
    expect(waive(denial, facts, aPolicyDocument())).toBe(denial);
  });

  it('does not lift a limit in another unit, whatever the number', () => {
    for (const unit of ['usd', 'count']) {
      expect(answer({ exceptions: [anException({ unit })] }).outcome).toBe('deny');
    }
  });

  it('leaves an allowed transfer as it is', () => {
    expect(answer({ amount: '1' })).toMatchObject({ outcome: 'allow', exceptionIds: [] });
  });
});

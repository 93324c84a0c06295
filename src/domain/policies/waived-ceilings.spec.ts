import { describe, expect, it } from '@jest/globals';
import {
  SECOND_OFFICER,
  aPolicyDocument,
  aRollingRule,
  anException,
  ruleOf,
  someFacts,
} from '../../../test/builders/policy.js';
import type { Facts } from './facts.js';
import type { RuleResult } from './rule-result.js';
import { rollingAmount } from './rules/rolling-amount.js';
import { waive } from './waive.js';
import { waivedCeilings } from './waived-ceilings.js';

const written = aRollingRule({ max: '1000', waivable: true, ceiling: '3000' });

/** The rule counts units of the asset, so nobody asks for a price. */
function measured(facts: Facts): RuleResult {
  return rollingAmount.evaluate(ruleOf('rolling-amount', written), facts, () => {
    throw new TypeError('there is no price');
  });
}

function answer({ exceptions, count = 1 }: { exceptions: unknown[]; count?: number }) {
  const document = aPolicyDocument({
    rules: [written],
    exceptionQuorum: [{ group: 'compliance', count }],
  });
  const facts = someFacts({ exceptions });
  const reasons = [waive(measured(facts), facts, document)];
  return waivedCeilings({ reasons }, facts);
}

const first = anException({ rule: 'per-day', ceiling: '2000000000' });
const second = anException({
  exceptionId: 'exc_2',
  rule: 'per-day',
  ceiling: '1700000000',
  personId: SECOND_OFFICER,
});
/** Too low for what the transfer needs, so it is not counted. */
const short = anException({
  exceptionId: 'exc_3',
  rule: 'per-day',
  ceiling: '1499999999',
  personId: SECOND_OFFICER,
});

describe(waivedCeilings.name, () => {
  it('gives what the exception allows, not what the rule would', () => {
    expect([...answer({ exceptions: [first] })]).toEqual([['per-day', 2_000_000_000n]]);
  });

  it('gives the lowest of those that made the quorum', () => {
    expect(answer({ exceptions: [first, second], count: 2 }).get('per-day')).toBe(1_700_000_000n);
  });

  it('leaves out what was not counted', () => {
    expect(answer({ exceptions: [first, short] }).get('per-day')).toBe(2_000_000_000n);
  });

  it('is empty where nothing is waived', () => {
    expect(answer({ exceptions: [] }).size).toBe(0);
  });

  it('refuses an answer that is waived by nothing', () => {
    const facts = someFacts({ exceptions: [first] });
    const waivedBy = (exceptionIds: string[]) => {
      const reason = measured(facts);
      return () => waivedCeilings({ reasons: [{ ...reason, outcome: 'waived', exceptionIds }] }, facts);
    };
    expect(waivedBy([])).toThrow('by no exception');
    expect(waivedBy(['exc_9'])).toThrow('by no exception');
    expect(waivedBy(['exc_1'])).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someFacts } from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { destinationLimit } from './destination-limit.js';

const terms = { maxPerTransfer: '1000', canary: null, settledTransfers: 0, lookalikes: [] };

function answer(amount: bigint, maxPerTransfer: bigint | null) {
  const limit = maxPerTransfer === null ? null : maxPerTransfer.toString();
  const destination = { terms: { ...terms, maxPerTransfer: limit } };
  const facts = someFacts({ amount: amount.toString(), destination });
  const own = facts.destination?.terms;
  if (!own) throw new Error('the facts have no terms');
  return destinationLimit(facts, own);
}

describe(destinationLimit.name, () => {
  const edges = [1n, 2n ** 53n, 2n ** 64n, AMOUNT_MAX - 1n];
  const cases = edges.flatMap((edge) => [
    { amount: edge - 1n, max: edge, outcome: 'allow' },
    { amount: edge, max: edge, outcome: 'allow' },
    { amount: edge + 1n, max: edge, outcome: 'deny' },
  ]);

  it.each(cases)('invariant 22: answers $outcome for $amount of $max units', ({ amount, max, outcome }) => {
    expect(answer(amount, max)).toMatchObject({
      kind: 'integrity',
      outcome,
      code: outcome === 'deny' ? 'LIMIT_DESTINATION' : null,
      measured: amount.toString(),
      bound: max.toString(),
      waivable: false,
    });
  });

  it('allows any amount where the entry has no limit of its own', () => {
    expect(answer(AMOUNT_MAX, null)).toMatchObject({ outcome: 'allow', measured: null });
  });

  it('a bigger amount never turns a denial into an allowance', () => {
    const units = fc.bigInt({ min: 0n, max: AMOUNT_MAX });
    fc.assert(
      fc.property(units, units, units, (one, other, max) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        if (answer(less, max).outcome === 'deny') expect(answer(more, max).outcome).toBe('deny');
      }),
    );
  });
});

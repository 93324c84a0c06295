import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someFacts } from '../../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../../values/amount.js';
import { firstTransfer } from './first-transfer.js';

function answer(amount: bigint, canary: bigint | null, settledTransfers: number) {
  const most = canary === null ? null : canary.toString();
  const terms = { maxPerTransfer: null, canary: most, settledTransfers, lookalikes: [] };
  const facts = someFacts({ amount: amount.toString(), destination: { terms } });
  const own = facts.destination?.terms;
  if (!own) throw new Error('the facts have no terms');
  return firstTransfer(facts, own);
}

describe(firstTransfer.name, () => {
  it.each([
    { amount: 9_999_999n, outcome: 'allow' },
    { amount: 10_000_000n, outcome: 'allow' },
    { amount: 10_000_001n, outcome: 'deny' },
    { amount: AMOUNT_MAX, outcome: 'deny' },
  ])('D09: answers $outcome for a first transfer of $amount units where 10 USDC may go first', (each) => {
    expect(answer(each.amount, 10_000_000n, 0)).toMatchObject({
      kind: 'integrity',
      outcome: each.outcome,
      code: each.outcome === 'deny' ? 'FIRST_TRANSFER_CANARY' : null,
      bound: '10000000',
      waivable: false,
    });
  });

  it('lets everything pass once one has settled, and not before', () => {
    expect(answer(10_000_001n, 10_000_000n, 0).outcome).toBe('deny');
    expect(answer(10_000_001n, 10_000_000n, 1).outcome).toBe('allow');
    expect(answer(AMOUNT_MAX, 10_000_000n, 2).outcome).toBe('allow');
  });

  it('binds only entries that have one', () => {
    expect(answer(AMOUNT_MAX, null, 0).outcome).toBe('allow');
  });

  it('says in words what may go first', () => {
    expect(answer(10_000_001n, 10_000_000n, 0).words).toBe(
      'No transfer of USDC to this destination has settled yet; 10.000001 USDC is above the 10 USDC that may go first.',
    );
  });

  it('a bigger amount never turns a denial into an allowance', () => {
    const units = fc.bigInt({ min: 0n, max: AMOUNT_MAX });
    fc.assert(
      fc.property(units, units, units, fc.nat(2), (one, other, canary, settled) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        if (answer(less, canary, settled).outcome !== 'deny') return;
        expect(answer(more, canary, settled).outcome).toBe('deny');
      }),
    );
  });
});

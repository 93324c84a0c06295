import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { amountPositive } from './amount-positive.js';

describe(amountPositive.name, () => {
  it.each([
    { amount: '0', code: 'AMOUNT_ZERO' },
    { amount: '1', code: null },
    { amount: ((1n << 256n) - 1n).toString(), code: null },
  ])('answers $code for $amount units', ({ amount, code }) => {
    const result = amountPositive(someFacts({ amount }));
    expect(result).toMatchObject({
      rule: 'amount-positive',
      outcome: code === null ? 'allow' : 'deny',
      code,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { HOT } from '../self-test/test-world.js';
import { amountOf } from '../values/amount.js';
import { transferLimitFault } from './transfer-limit.js';

const asset = { kind: 'native', id: 'native', symbol: 'ETH', decimals: 18 } as const;
const moving = (units: bigint) => ({ asset, destination: HOT, amount: amountOf(units) });
const limits = [
  { assetId: 'native', max: 10n ** 18n },
  { assetId: 'other', max: 0n },
];

describe(transferLimitFault.name, () => {
  it('invariant 11: takes the limit itself, and not one unit more', () => {
    expect(transferLimitFault(moving(10n ** 18n), limits)).toBeUndefined();
    expect(transferLimitFault(moving(10n ** 18n + 1n), limits)).toEqual({
      code: 'LIMIT_PER_TX',
      reason: 'a transfer of 1.000000000000000001 ETH is above the limit of 1 ETH per transfer',
    });
  });

  it('the lowest of several limits holds', () => {
    expect(transferLimitFault(moving(5n), [...limits, { assetId: 'native', max: 4n }])?.code).toBe(
      'LIMIT_PER_TX',
    );
  });
});

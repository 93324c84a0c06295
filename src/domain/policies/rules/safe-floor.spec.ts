import { describe, expect, it } from '@jest/globals';
import { USDC, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { safeFloor } from './safe-floor.js';

const floor = (changes: Record<string, unknown>) =>
  ruleOf('safe-floor', { id: 'floor', kind: 'safe-floor', assetId: USDC, waivable: false, ...changes });
const move = (amount: string, safe: string) => someFacts({ amount, balances: { safe, destination: '0' } });

describe(safeFloor.kind, () => {
  it.each([
    { rule: { min: '0.0001' }, safe: '1000', most: 900 },
    { rule: { minShare: '0.2' }, safe: '1000', most: 800 },
    { rule: { min: '0.0001', minShare: '0.2' }, safe: '1000', most: 800 },
    { rule: { min: '0.0003', minShare: '0.2' }, safe: '1000', most: 700 },
    // A share is rounded up: 0.2 of 1001 is 200.2, and 201 stay.
    { rule: { minShare: '0.2' }, safe: '1001', most: 800 },
    { rule: { minShare: '0.1' }, safe: '1001', most: 900 },
    { rule: { minShare: '0.000000000000000001' }, safe: '5', most: 4 },
    { rule: { min: '0.001' }, safe: '1000', most: 0 },
    { rule: { min: '0.002' }, safe: '1000', most: 0 },
  ])('lets at most $most of $safe units go by $rule', ({ rule, safe, most }) => {
    const [at, above] = [String(most), String(most + 1)].map((amount) =>
      safeFloor.evaluate(floor(rule), move(amount, safe)),
    );
    const bound = { unit: 'asset', bound: String(most), headroom: String(most) };
    expect(at).toMatchObject({ outcome: 'allow', measured: String(most), code: null, ...bound });
    expect(above).toMatchObject({ outcome: 'deny', code: 'LIMIT_SAFE_FLOOR', ...bound });
  });

  it('says what will be left', () => {
    const rule = floor({ minShare: '0.2' });
    expect(safeFloor.evaluate(rule, move('801', '1000')).words).toBe(
      'After this transfer the Safe holds 0.000199 USDC, below its floor of 0.0002 USDC.',
    );
    expect(safeFloor.evaluate(rule, move('800', '1000')).words).toContain('not below its floor');
    expect(safeFloor.evaluate(rule, move('1001', '1000')).words).toBe(
      'The Safe holds 0.001 USDC, less than this transfer.',
    );
  });

  it('has the largest transfer below it as the ceiling of an exception', () => {
    const rule = floor({ min: '0.0005', waivable: true, ceiling: '0.0007' });
    expect(safeFloor.evaluate(rule, move('600', '1000'))).toMatchObject({
      ...{ outcome: 'deny', waivable: true, measured: '600', bound: '500', ceiling: '700' },
    });
  });

  it('invariant 6: denies when the balance could not be read, which no exception lifts', () => {
    const rule = floor({ min: '0', waivable: true, ceiling: '1' });
    expect(safeFloor.evaluate(rule, someFacts({ balances: null, amount: '1' }))).toMatchObject({
      ...{ outcome: 'deny', code: 'BALANCE_UNAVAILABLE', waivable: false },
    });
  });

  it('invariant 22: refuses a floor with more decimals than the asset has, never rounds it', () => {
    expect(() => safeFloor.evaluate(floor({ min: '0.0000001' }), move('1', '9'))).toThrow('6 decimals');
  });
});

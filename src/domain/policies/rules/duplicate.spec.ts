import { describe, expect, it } from '@jest/globals';
import { NOW, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { duplicate } from './duplicate.js';

const again = (changes: Record<string, unknown> = {}) =>
  ruleOf('duplicate', { id: 'twice', kind: 'duplicate', windowSeconds: 3_600, waivable: false, ...changes });
const id = (n: number) => `tr_01890a5d-ac96-774b-bcce-b302099a800${String(n)}`;
const earlier = (...transfers: { at?: number; amount?: string }[]) =>
  someFacts({
    recent: [
      {
        ruleId: 'twice',
        transfers: transfers.map(({ at = NOW - 60, amount = '1500000000' }, index) => ({
          ...{ transferId: id(index), amount, usd: null, at },
        })),
      },
    ],
  });

describe(duplicate.kind, () => {
  it('allows what has not been asked for before', () => {
    expect(duplicate.evaluate(again(), earlier())).toMatchObject({
      ...{ outcome: 'allow', unit: 'count', measured: '1', bound: '1', headroom: '1' },
    });
  });

  it('denies the same again, and names the last', () => {
    const result = duplicate.evaluate(again(), earlier({ at: NOW - 90 }, { at: NOW - 30 }));
    const measured = { measured: '3', bound: '1', headroom: '0', waivable: false };
    expect(result).toMatchObject({ outcome: 'deny', code: 'DUPLICATE_TRANSFER', ...measured });
    expect(result.words).toContain(`last in ${id(1)}.`);
  });

  it.each([
    { name: 'one of another amount', other: { amount: '1500000001' }, outcome: 'allow' },
    { name: 'one that is as old as the window', other: { at: NOW - 3_600 }, outcome: 'allow' },
    { name: 'one that is a second younger', other: { at: NOW - 3_599 }, outcome: 'deny' },
    { name: 'one by a clock that was ahead', other: { at: NOW + 60 }, outcome: 'deny' },
  ])('answers $outcome after $name', ({ other, outcome }) => {
    expect(duplicate.evaluate(again(), earlier(other)).outcome).toBe(outcome);
  });

  it('can be excepted up to so many', () => {
    const rule = again({ waivable: true, ceiling: 2 });
    expect(duplicate.evaluate(rule, earlier({}))).toMatchObject({
      waivable: true,
      measured: '2',
      ceiling: '2',
    });
  });

  it('invariant 6: never takes what is not known for nothing', () => {
    expect(() => duplicate.evaluate(again(), someFacts())).toThrow('not known');
    const { recent } = earlier();
    const twice = { ...earlier(), recent: [...recent, ...recent] };
    expect(() => duplicate.evaluate(again(), twice)).toThrow('more than once');
  });
});

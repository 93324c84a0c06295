import { describe, expect, it } from '@jest/globals';
import { type Reason, sortedAnswers } from '../../console/pages/transfer/answers-sorted.js';
import { flowOf } from '../../console/pages/transfer/flow-of.js';
import { roomLeft } from '../../console/pages/transfer/room-left.js';
import { cleared, reason, shown } from './shown-detail.js';

const eth = (amount: number) => `${String(amount)}000000000000000000`;
const limit = (rule: string, measured: number, bound: number, more: Partial<Reason> = {}) =>
  reason({ rule, unit: 'asset', measured: eth(measured), bound: eth(bound), ...more });
const decided = (...reasons: readonly Reason[]) => shown({ decision: { ...cleared.decision, reasons } });

describe(sortedAnswers.name, () => {
  it('puts checks of integrity first, then the largest excess', () => {
    const deny = { outcome: 'deny' } as const;
    const { denials } = sortedAnswers(
      decided(
        limit('small', 60, 50, deny),
        limit('large', 500, 50, deny),
        reason({ rule: 'tier-found', kind: 'integrity', ...deny }),
      ),
    );
    expect(denials.map(({ rule }) => rule)).toEqual(['tier-found', 'large', 'small']);
  });

  it('tells what this transfer takes from what was used before', () => {
    const { measured, others } = sortedAnswers(
      decided(
        limit('eth-per-day', 31, 200),
        limit('eth-per-transfer', 4, 50),
        reason({ rule: 'per-hour', unit: 'count', measured: '3', bound: '10' }),
        reason({ rule: 'asset-allowed' }),
      ),
    );
    expect(
      measured.map(({ reason: { rule }, used, held }) => [rule, used.toString(), held.toString()]),
    ).toEqual([
      ['eth-per-day', eth(27), eth(4)],
      ['eth-per-transfer', '0', eth(4)],
      ['per-hour', '2', '1'],
    ]);
    expect(measured[0]).toMatchObject({ measured: '31', bound: '200', symbol: 'ETH' });
    expect(others.map(({ rule }) => rule)).toEqual(['asset-allowed']);
  });
});

describe(roomLeft.name, () => {
  const deny = { outcome: 'deny', waivable: true } as const;

  it('finds the most that fits every limit that said no, without and with exceptions', () => {
    const transfer = decided(
      limit('per-transfer', 4, 3, { ...deny, headroom: eth(3), ceiling: eth(6) }),
      limit('per-day', 14, 12, { ...deny, headroom: eth(2), ceiling: eth(15) }),
    );
    expect(roomLeft(transfer)).toEqual({ now: '2', excepted: '5' });
  });

  it('promises nothing where something else says no, or nothing is left', () => {
    expect(roomLeft(decided(reason({ outcome: 'deny', code: 'DEST_NOT_ALLOWED' })))).toBeNull();
    expect(roomLeft(decided())).toBeNull();
    expect(roomLeft(decided(limit('per-day', 14, 10, { outcome: 'deny', headroom: '0' })))).toEqual({
      ...{ now: null, excepted: null },
    });
  });
});

describe(flowOf.name, () => {
  const moves = (...list: readonly [string, string | null, string, string | null][]) =>
    flowOf(
      shown({
        effects: {
          ...{ blockNumber: '1', nonce: null, digested: {} },
          moves: list.map(([account, before, change, after]) => ({
            account,
            asset: 'ast',
            before,
            change,
            after,
          })),
        },
      }),
    );

  it('shares each bar between what stays and what moves, exactly', () => {
    expect(
      moves(['hot', '12000', '240000.25', '252000.25'], ['cold', '5000000', '-240000.25', '4759999.75']),
    ).toMatchObject({
      from: { stays: '95.20%', moves: '4.80%', words: '4.8 % of its ETH leave' },
      to: { stays: '4.77%', moves: '95.23%', words: '95.2 % of what it holds then' },
    });
  });

  it('says so where a balance was not read, and where there was none', () => {
    expect(moves(['cold', null, '-4', null], ['hot', '0', '4', '4'])).toMatchObject({
      from: { stays: null, words: 'its balance was not read' },
      to: { moves: '100.00%', words: 'it held none before' },
    });
    expect(
      moves(['cold', '9000000', '-0.000001', '8999999.999999'], ['hot', '1', '1', '2'])?.from.words,
    ).toBe('less than 0.01 % of its ETH leave');
  });

  it('draws nothing that is not one movement', () => {
    expect(moves(['cold', '9', '-4', '5'])).toBeUndefined();
    expect(moves(['a', '9', '-4', '5'], ['b', '9', '-4', '5'], ['c', '0', '8', '8'])).toBeUndefined();
  });
});

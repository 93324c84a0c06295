import { describe, expect, it } from '@jest/globals';
import {
  isFull,
  limitGroups,
  paidOf,
  releasesOf,
  sentenceOf,
} from '../../console/pages/limits/limit-groups.js';
import type { LimitView } from '../../src/dry-runs/limits/limits.contract.js';

const limit = (members: Partial<LimitView>): LimitView =>
  ({
    ...{ rule: 'a', scope: { kind: 'safe', id: 'safe_1', label: 'Cold 1' }, unit: 'asset', symbol: 'ETH' },
    ...{ asset: { id: 'ast_1', symbol: 'ETH', decimals: 18 }, max: '200', free: '100' },
    ...{ used: '100', reserved: '0', frees: [], ...members },
  }) as LimitView;

describe('limits below what they are counted for', () => {
  it('have each Safe for itself and first, and one heading for each other kind', () => {
    const limits = [
      limit({ scope: { kind: 'all', id: null, label: 'all transfers' } }),
      limit({ scope: { kind: 'destination', id: 'dst_1', label: 'Hot 1' } }),
      limit({ scope: { kind: 'destination', id: 'dst_2', label: 'Hot 2' } }),
      limit({ scope: { kind: 'safe', id: 'safe_2', label: 'Cold 2' } }),
      limit({}),
    ];
    const heads = limitGroups(limits).map(({ title, limits: own }) => [title, own.length]);
    expect(heads).toEqual([
      ['Cold 2', 1],
      ['Cold 1', 1],
      ['Destinations', 2],
      ['All transfers together', 1],
    ]);
  });

  it('have the fullest first, by share and not by number', () => {
    const [group] = limitGroups([
      limit({ rule: 'half' }),
      limit({ rule: 'over', used: '250', max: '200' }),
      limit({ rule: 'nearly', used: '9.9', max: '10' }),
    ]);
    expect(group?.limits.map(({ rule }) => rule)).toEqual(['over', 'nearly', 'half']);
  });
});

describe('the numbers of a limit', () => {
  it('tell what was paid from what is held, exactly', () => {
    expect(paidOf(limit({ used: '550000.250000000000000001', reserved: '240000.25' }))).toBe(
      '310000.000000000000000001',
    );
  });

  it('tell by how much each release makes room', () => {
    const frees = [
      { at: '2026-11-30T14:05:00Z', used: '80' },
      { at: '2026-11-30T17:30:00Z', used: '30.5' },
    ];
    expect(releasesOf(limit({ frees })).map(({ amount }) => amount)).toEqual(['20', '49.5']);
  });

  it('are counted as transfers where they are', () => {
    const count = limit({
      unit: 'count',
      asset: null,
      symbol: 'transfers',
      used: '8',
      reserved: '2',
      free: '0',
    });
    expect([paidOf(count), isFull(count)]).toEqual(['6', true]);
  });
});

it('says a rule without its id before it', () => {
  expect(sentenceOf({ rule: 'only-eth', sentence: 'only-eth: only ETH.' })).toBe('Only ETH.');
  expect(sentenceOf({ rule: 'only-eth', sentence: 'only ETH.' })).toBe('Only ETH.');
});

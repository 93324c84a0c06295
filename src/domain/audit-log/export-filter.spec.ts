import { describe, expect, it } from '@jest/globals';
import { ExportFilterSchema, isWhole } from './export-filter.js';
import { matchesFilter } from './matches-filter.js';

const entry = {
  actor: 'per_1',
  at: '2026-11-22T08:30:00.999Z',
  detail: { outcome: 'deny' },
  index: '7',
  safe: 'safe_1',
  subject: 'tr_1',
  type: 'transfer.decided',
  v: 1,
};

describe(matchesFilter.name, () => {
  it.each([
    {},
    { type: 'transfer.decided', actor: 'per_1', subject: 'tr_1', safe: 'safe_1' },
    { transfer: 'tr_1' },
    { outcome: 'denied' as const },
    { from: '2026-11-22T08:30:00Z' },
    { to: '2026-11-22T08:30:01Z' },
    { from: '2026-11-22T08:30:00Z', to: '2026-11-22T08:30:01Z' },
    { fromIndex: '5', toIndex: '8' },
  ])('takes an entry of %j', (filter) => {
    expect(matchesFilter(entry, filter)).toBe(true);
  });

  it.each([
    { type: 'transfer.requested' },
    { actor: 'per_2' },
    { subject: 'tr_2' },
    { transfer: 'tr_2' },
    { safe: 'safe_2' },
    { outcome: 'success' as const },
    { from: '2026-11-22T08:30:01Z' },
    { to: '2026-11-22T08:30:00Z' },
    { type: 'transfer.decided', actor: 'per_2' },
  ])('takes none of %j', (filter) => {
    expect(matchesFilter(entry, filter)).toBe(false);
  });

  it('takes nothing by what an entry does not say', () => {
    expect(matchesFilter({}, { actor: 'per_1' })).toBe(false);
    expect(matchesFilter({}, { from: '2020-01-01T00:00:00Z' })).toBe(false);
    expect(matchesFilter({}, {})).toBe(true);
  });
});

describe(isWhole.name, () => {
  it('is true of a range of indexes and of nothing else', () => {
    expect(isWhole({})).toBe(true);
    expect(isWhole({ fromIndex: '1', toIndex: '2' })).toBe(true);
    expect(isWhole({ fromIndex: '1', outcome: 'denied' })).toBe(false);
  });
});

describe('ExportFilterSchema', () => {
  it.each([{ from: '2026-11-22' }, { fromIndex: '01' }, { outcome: 'good' }, { order: 'desc' }])(
    'does not know %j',
    (filter) => {
      expect(ExportFilterSchema.safeParse(filter).success).toBe(false);
    },
  );
});

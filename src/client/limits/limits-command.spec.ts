import { describe, expect, it } from '@jest/globals';
import { newId } from '../../infra/database/new-id.js';
import { limitsText } from './limits-command.js';

const limit = {
  ...{ rule: 'eth-per-day', kind: 'rolling-amount' as const, sentence: 'eth-per-day: at most 200 ETH' },
  scope: { kind: 'safe' as const, id: newId('safe'), label: 'Cold 1' },
  asset: { id: newId('ast'), symbol: 'ETH', decimals: 18 },
  ...{ unit: 'asset' as const, symbol: 'ETH', window: { seconds: 86_400, words: '1 day' } },
  ...{ max: '200', ceiling: null, used: '11', reserved: '1', free: '189' },
  frees: [{ at: '2026-11-23T08:30:00Z', used: '1' }],
};
const page = {
  ...{ data: [limit], nextCursor: null, at: '2026-11-22T08:30:00Z' },
  policy: { version: 3, hash: `0x${'11'.repeat(32)}`, name: 'Policy\u001b[2J' },
  others: [
    {
      rule: 'eth-per-transfer',
      kind: 'amount-per-transfer',
      sentence: 'eth-per-transfer: at most 50 ETH within 86400 seconds',
    },
  ],
};

describe(limitsText.name, () => {
  it('says what is left of each, with names and units, and when more becomes free', () => {
    const [head, , names, line, , , ...besides] = limitsText(page).split('\n');
    expect(head).toBe('Policy Policy\\u{1b}[2J, version 3, at 2026-11-22T08:30:00Z');
    expect(names).toMatch(/^Rule +For +Free +Used +of it reserved +Of +Within +More becomes free$/);
    expect(line).toMatch(
      /^eth-per-day +Cold 1 +189 ETH +11 +1 +200 ETH +1 day +from 2026-11-23T08:30:00Z on 199 ETH$/,
    );
    expect(besides.join('\n')).toContain('eth-per-transfer  at most 50 ETH within 1 day');
  });

  it('says that nothing is counted', () => {
    expect(limitsText({ ...page, data: [], others: [] })).toContain(
      'No limit over time is counted for this.',
    );
  });
});

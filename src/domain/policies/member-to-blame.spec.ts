import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../errors.js';
import { memberToBlame } from './member-to-blame.js';

const limits = ERROR_CODES.filter(
  (code) => code.startsWith('LIMIT_') && code !== 'LIMIT_DESTINATION' && code !== 'LIMIT_COUNT',
);

describe(memberToBlame.name, () => {
  it.each([...limits, 'NO_TIER', 'AMOUNT_ZERO'] as const)('%s is about the amount', (code) => {
    const checks: Readonly<Record<string, string>> = {
      NO_TIER: 'tier-found',
      AMOUNT_ZERO: 'amount-positive',
    };
    const kind = code in checks ? 'integrity' : 'policy';
    expect(memberToBlame({ kind, rule: checks[code] ?? 'any-name', code })).toBe('amount');
  });

  it.each([
    ['destination-limit', 'LIMIT_DESTINATION', 'amount'],
    ['first-transfer', 'FIRST_TRANSFER_CANARY', 'amount'],
    ['not-expired', 'EXPIRED', 'expiresAt'],
    ['safe-not-frozen', 'SAFE_FROZEN', 'safe'],
    ['destination-as-approved', 'DEST_CODE_CHANGED', 'destination'],
  ] as const)('the check %s (%s) is about %s', (rule, code, member) => {
    expect(memberToBlame({ kind: 'integrity', rule, code })).toBe(member);
  });

  it('a rule that bears the name of a check is still a rule', () => {
    expect(memberToBlame({ kind: 'policy', rule: 'not-expired', code: 'LIMIT_PER_TX' })).toBe('amount');
  });

  it('of office hours, of prices and of how many transfers there are no member is to blame', () => {
    for (const code of ['OUTSIDE_HOURS', 'LIMIT_COUNT', 'PRICE_STALE', 'PRICE_UNAVAILABLE'] as const)
      expect(memberToBlame({ kind: 'policy', rule: 'any', code })).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { safeNotFrozen } from './safe-not-frozen.js';

describe(safeNotFrozen.name, () => {
  it('allows a Safe that is not frozen', () => {
    expect(safeNotFrozen(someFacts())).toMatchObject({
      rule: 'safe-not-frozen',
      outcome: 'allow',
      code: null,
    });
  });

  it('denies a frozen Safe and says why it is frozen', () => {
    const frozen = { code: 'SIG_MISMATCH', reason: 'an owner signed another hash' };
    const result = safeNotFrozen(someFacts({ safe: { frozen } }));
    expect(result).toMatchObject({ outcome: 'deny', code: 'SAFE_FROZEN', waivable: false });
    expect(result.words).toBe('The Safe is frozen (SIG_MISMATCH): an owner signed another hash');
  });
});

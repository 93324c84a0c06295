import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { safeAsPinned } from './safe-as-pinned.js';

describe(safeAsPinned.name, () => {
  it('allows a Safe without drift', () => {
    expect(safeAsPinned(someFacts())).toMatchObject({ rule: 'safe-as-pinned', outcome: 'allow' });
  });

  it('invariant 15: denies any drift and names each field', () => {
    const drift = [
      { field: 'singleton', expected: '0x1', actual: '0x2' },
      { field: 'owners', expected: '0x1', actual: '0x2' },
    ];
    const result = safeAsPinned(someFacts({ safe: { drift } }));
    expect(result).toMatchObject({ outcome: 'deny', code: 'SAFE_STATE_DRIFT', waivable: false });
    expect(result.words).toContain('singleton, owners');
  });
});

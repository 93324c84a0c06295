import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { requesterEntitled } from './requester-entitled.js';

describe(requesterEntitled.name, () => {
  it.each([
    { requester: {}, outcome: 'allow' },
    { requester: { roles: ['auditor', 'operator'] }, outcome: 'allow' },
    { requester: { isActive: false }, outcome: 'deny' },
    { requester: { roles: [] }, outcome: 'deny' },
    { requester: { roles: ['approver', 'Operator', 'operators'] }, outcome: 'deny' },
  ])('answers $outcome for $requester', ({ requester, outcome }) => {
    const result = requesterEntitled(someFacts({ requester }));
    expect(result).toMatchObject({ rule: 'requester-entitled', outcome, waivable: false });
    expect(result.code).toBe(outcome === 'deny' ? 'FORBIDDEN' : null);
  });
});

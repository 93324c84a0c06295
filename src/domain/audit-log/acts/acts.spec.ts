import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../entry.js';
import { ACTS, AUDIT_TYPES, isAuditType } from './acts.js';
import { detailOf, says } from './detail-of.js';

const actor = 'per_1';

describe('ACTS', () => {
  it('lets no writer leave out, rename or make up a member', () => {
    const wrong: AuditEvent[] = [
      // @ts-expect-error a member is missing
      { type: 'session.opened', actor, detail: {} },
      // @ts-expect-error a member has another name
      { type: 'api-key.revoked', actor, detail: { title: 'siem' } },
      // @ts-expect-error a member has another form
      { type: 'transfer.simulated', actor, detail: { verdict: 'good', reasons: [] } },
      // @ts-expect-error this type has no such member
      { type: 'session.closed', actor, detail: { method: 'wallet' } },
    ];
    for (const { type, detail } of wrong) expect(ACTS[type].detail.safeParse(detail).success).toBe(false);
  });

  it('knows its own types and no others', () => {
    expect(AUDIT_TYPES.every(isAuditType)).toBe(true);
    expect(isAuditType('toString')).toBe(false);
  });
});

describe(detailOf.name, () => {
  it('has the members of an entry of that type, whatever else it says', () => {
    const entry = { type: 'api-key.revoked', detail: { name: 'siem', later: true } };
    expect(detailOf('api-key.revoked', entry)?.name).toBe('siem');
    expect(detailOf('session.opened', entry)).toBeUndefined();
  });
});

describe(says.name, () => {
  it.each([
    ['api-key.revoked', { name: 'siem' }, true],
    ['api-key.revoked', { name: 'other' }, false],
    ['api-key.revoked', {}, false],
    ['api-key.created', { name: 'siem' }, false],
  ])('of %s with %j is %s', (type, detail, expected) => {
    expect(says({ type, detail: { ...detail } }, 'api-key.revoked', ['name', 'siem'])).toBe(expected);
  });
});

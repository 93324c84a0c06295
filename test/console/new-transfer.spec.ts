import { describe, expect, it } from '@jest/globals';
import { whoConfirms } from '../../console/pages/new-transfer/who-confirms.js';
import type { PersonView } from '../../src/identity/identity.contract.js';

const [BEFORE, NOW, AFTER] = ['2026-11-30T11:00:00Z', '2026-11-30T12:00:00Z', '2026-11-30T13:00:00Z'];

const key = (more: Partial<PersonView['keys'][number]> = {}) => ({
  ...{ id: 'key', kind: 'evm' as const, purpose: 'confirmation' as const, label: null },
  ...{ activeFrom: BEFORE, revokedAt: null, lastUsedAt: null, ...more },
});
const person = (name: string, more: Partial<PersonView> = {}): PersonView => ({
  ...{ id: name, name, roles: ['approver'], groups: ['risk'], removedAt: null, keys: [key()], ...more },
});

describe(whoConfirms.name, () => {
  const asked = { requester: 'Tariq', now: Date.parse(NOW) };
  const names = (place: object, ...people: PersonView[]) =>
    whoConfirms({ group: 'risk', count: 1, ...place }, people, asked);

  it('names the approvers of the group, and never who asks', () => {
    const treasury = person('Ada', { groups: ['treasury'] });
    const clerk = person('Tessa', { roles: ['operator'] });
    const left = person('Amos', { removedAt: BEFORE });
    expect(names({}, person('Rita'), person('Tariq'), treasury, clerk, left)).toEqual(['Rita']);
  });

  it.each([
    ['is not active yet', { activeFrom: AFTER }],
    ['is revoked', { revokedAt: BEFORE }],
    ['signs for a Safe alone', { purpose: 'owner' as const }],
  ])('names nobody whose only key %s', (_, more) => {
    expect(names({}, person('Rita', { keys: [key(more)] }))).toEqual([]);
  });

  it('names for a place of wallets only who has one', () => {
    const passkey = person('Rita', { keys: [key({ kind: 'passkey' })] });
    expect(names({}, passkey)).toEqual(['Rita']);
    expect(names({ keys: 'evm' }, passkey, person('Ruth'))).toEqual(['Ruth']);
  });
});

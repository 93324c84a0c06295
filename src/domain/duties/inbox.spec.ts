import { describe, expect, it } from '@jest/globals';
import { HOLD_CODES } from '../transfers/hold-codes.js';
import { WAIT_CODES } from '../transfers/waits-for.js';
import type { PersonId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { askedOf } from './inbox.js';

const ada = 'per_ada' as PersonId;
const now = unixSeconds(1_000);
const asked = { personId: ada, isHidden: false, now };
const waits = { people: [{ id: ada, name: 'Ada' }], expiresAt: unixSeconds(1_001) };

describe(askedOf.name, () => {
  it('names an act for each wait that people can end, and for no other', () => {
    const found = [...WAIT_CODES, ...HOLD_CODES].flatMap((code) => {
      const kind = askedOf({ ...waits, code }, asked);
      return kind === undefined ? [] : [[code, kind]];
    });
    expect(found).toEqual([
      ['EXCEPTION', 'except'],
      ['CONFIRMATIONS', 'confirm'],
      ['OWNERS', 'sign'],
      ['CANCEL_CONFIRMATION', 'answer-cancel'],
      ['CANCEL_OWNERS', 'sign-cancel'],
      ['QUORUM', 'sign'],
      ['OWNER_SIGNATURE_REVOKED', 'sign'],
    ]);
  });

  it('asks nothing of whoever is not among the people of the wait, nor once it is over', () => {
    const code = 'CONFIRMATIONS';
    expect(askedOf({ ...waits, code, people: [] }, asked)).toBeUndefined();
    expect(askedOf({ ...waits, code, expiresAt: now }, asked)).toBeUndefined();
    expect(askedOf({ ...waits, code, expiresAt: null }, asked)).toBe('confirm');
  });

  it('asks to re-key what is hidden, and for no exception before that', () => {
    const hidden = { ...asked, isHidden: true };
    expect(askedOf({ ...waits, code: 'CONFIRMATIONS' }, hidden)).toBe('rekey');
    expect(askedOf({ ...waits, code: 'EXCEPTION' }, hidden)).toBeUndefined();
  });
});

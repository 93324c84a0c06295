import type { Address } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';
import { type Person, accountOf, usableKeys } from './person.js';

/** Whether this person may sign for one of these owners now: active, with an owner's key that is usable. */
export function isOwnerOf(person: Person, owners: readonly Address[], now: UnixSeconds): boolean {
  return usableKeys(person, 'owner', now).some((key) => {
    const account = accountOf(key);
    return account !== null && owners.includes(account);
  });
}

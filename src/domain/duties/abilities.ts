import {
  type EnrolledKey,
  type Person,
  type Role,
  accountOf,
  bestKeyKind,
  isActive,
  usableKeys,
} from '../identity/person.js';
import type { Address } from '../values/address.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** What matters about a Safe for signing: its pinned owners and threshold. */
export interface OwnedSafe {
  readonly owners: readonly Address[];
  readonly threshold: number;
}

/** What one person could do for a transfer now, by the same rules as the gates. */
export interface Abilities {
  readonly id: PersonId;
  readonly name: string;
  readonly requests: boolean;
  /** Groups in which they count as a confirmer; empty if they may not confirm. */
  readonly confirmsFor: readonly string[];
  /** Whether they have an EVM key for that, which fills every place; a passkey does not fill all. */
  readonly hasEvmKey: boolean;
  /** Groups in which they count as an excepter; empty if they may not except. */
  readonly exceptsFor: readonly string[];
  /** The number of the Safe's owners they sign for. One person may hold several owners' keys. */
  readonly ownerKeys: number;
}

/**
 * Whether somebody may act in a role: active, with the role, and with a key usable now. A session alone approves
 * nothing.
 */
export function mayAct(person: Person, role: Role | null, now: UnixSeconds): boolean {
  if (!isActive(person) || usableKeys(person, 'confirmation', now).length === 0) return false;
  return role === null || person.roles.includes(role);
}

/**
 * What the live gates would let this person do: `requesterEntitled` and the intent's signature, `isGenuine`,
 * `isGenuineException`, and the duties of signers. It does not ask whether they could sign in right now.
 */
export function abilitiesOf(person: Person, safe: OwnedSafe, now: UnixSeconds): Abilities {
  const signs = isActive(person) && person.roles.includes('signer');
  const keys = signs ? usableKeys(person, 'owner', now) : [];
  return {
    id: person.id,
    name: person.name,
    requests: mayAct(person, 'operator', now),
    confirmsFor: mayAct(person, 'approver', now) ? person.groups : [],
    hasEvmKey: bestKeyKind(person, now) === 'evm',
    exceptsFor: mayAct(person, 'compliance', now) ? person.groups : [],
    ownerKeys: ownersAmong(keys, safe),
  };
}

/**
 * What a person could do past Sluice: only sign with owners' keys that were ever enrolled for them. The chain asks for
 * no role, and does not know of removals and revocations here.
 */
export function abilitiesOutside(person: Person, safe: OwnedSafe): Abilities {
  const keys = person.keys.filter((key) => key.purpose === 'owner');
  const { id, name } = person;
  return {
    id,
    name,
    requests: false,
    confirmsFor: [],
    hasEvmKey: false,
    exceptsFor: [],
    ownerKeys: ownersAmong(keys, safe),
  };
}

function ownersAmong(keys: readonly EnrolledKey[], safe: OwnedSafe): number {
  return keys.filter((key) => {
    const account = accountOf(key);
    return account !== null && safe.owners.includes(account);
  }).length;
}

import { z } from 'zod';
import { canonicalHash, type Json } from '../values/canonical-json.js';
import { parseBytes32, type Bytes32 } from '../values/hex.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import { storedAddress, storedBytes32 } from '../values/stored.js';

/**
 * The pinned baseline of a Safe (invariant 15). Everything is read from storage slots and code hashes;
 * what the contract says of itself (`VERSION()`, `getOwners()`) is never taken.
 */
export interface SafeProfile {
  readonly chainId: number;
  readonly address: Address;
  readonly proxyCodeHash: Bytes32;
  readonly singleton: Address;
  readonly singletonCodeHash: Bytes32;
  /** In linked-list order, as slot 2 chains them. */
  readonly owners: readonly Address[];
  readonly threshold: number;
  readonly modules: readonly Address[];
  readonly guard: Address;
  /** Checked by modules' executions from Safe 1.5.0 on; an older Safe never has one. */
  readonly moduleGuard: Address;
  readonly fallbackHandler: Address;
  readonly fallbackHandlerCodeHash: Bytes32;
}

const [address, bytes32] = [storedAddress, storedBytes32];

/** A stored profile, parsed. */
export const SafeProfileSchema = z.strictObject({
  chainId: z.int().positive(),
  address,
  proxyCodeHash: bytes32,
  singleton: address,
  singletonCodeHash: bytes32,
  owners: z.array(address).min(1),
  threshold: z.int().positive(),
  modules: z.array(address),
  guard: address,
  // Profiles that were pinned before there were module guards have none.
  moduleGuard: address.default(ZERO_ADDRESS),
  fallbackHandler: address,
  fallbackHandlerCodeHash: bytes32,
});

/** No module guard is left out of the hashed text, so that a profile keeps the hash it had before there were any. */
export function profileHash(profile: SafeProfile): Bytes32 {
  const { moduleGuard, ...rest } = profile;
  const hashed = moduleGuard === ZERO_ADDRESS ? rest : profile;
  return parseBytes32(canonicalHash(hashed as unknown as Json));
}

/** One field of a Safe that is not as pinned. */
export interface Drift {
  readonly field: keyof SafeProfile;
  readonly expected: string;
  readonly actual: string;
}

/** Every field in which the Safe on chain differs from its pinned profile; none means that it may be used. */
export function profileDrift(expected: SafeProfile, actual: SafeProfile): readonly Drift[] {
  const fields = Object.keys(expected) as (keyof SafeProfile)[];
  return fields
    .map((field) => ({ field, expected: print(expected[field]), actual: print(actual[field]) }))
    .filter((drift) => drift.expected !== drift.actual);
}

function print(value: SafeProfile[keyof SafeProfile]): string {
  return Array.isArray(value) ? [...(value as readonly string[])].join(' ') : String(value);
}

import { z } from 'zod';
import { canonicalHash, type Json } from '../values/canonical-json.js';
import { parseBytes32, type Bytes32 } from '../values/hex.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import { storedAddress, storedBytes32 } from '../values/stored.js';

/**
 * The pinned baseline of a Safe (invariant 15). It is read from storage slots and code hashes only, never from what the
 * contract states about itself (`VERSION()`, `getOwners()`).
 */
export interface SafeProfile {
  readonly chainId: number;
  readonly address: Address;
  readonly proxyCodeHash: Bytes32;
  readonly singleton: Address;
  readonly singletonCodeHash: Bytes32;
  /** In the order of the linked list in slot 2. */
  readonly owners: readonly Address[];
  readonly threshold: number;
  readonly modules: readonly Address[];
  readonly guard: Address;
  /** Checks executions by modules, from Safe 1.5.0 on. An older Safe never has one. */
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
  // Profiles pinned before module guards existed lack it.
  moduleGuard: address.default(ZERO_ADDRESS),
  fallbackHandler: address,
  fallbackHandlerCodeHash: bytes32,
});

/**
 * An absent module guard is left out of the hashed text, so that profiles from before module guards keep their hash.
 */
export function profileHash(profile: SafeProfile): Bytes32 {
  const { moduleGuard, ...rest } = profile;
  const hashed = moduleGuard === ZERO_ADDRESS ? rest : profile;
  return parseBytes32(canonicalHash(hashed as unknown as Json));
}

/** One field of a Safe that differs from its pinned value. */
export interface Drift {
  readonly field: keyof SafeProfile;
  readonly expected: string;
  readonly actual: string;
}

/** Every field in which the Safe on chain differs from its pinned profile. If empty, the Safe may be used. */
export function profileDrift(expected: SafeProfile, actual: SafeProfile): readonly Drift[] {
  const fields = Object.keys(expected) as (keyof SafeProfile)[];
  return fields
    .map((field) => ({ field, expected: print(expected[field]), actual: print(actual[field]) }))
    .filter((drift) => drift.expected !== drift.actual);
}

function print(value: SafeProfile[keyof SafeProfile]): string {
  return Array.isArray(value) ? [...(value as readonly string[])].join(' ') : String(value);
}

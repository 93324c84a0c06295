import { concat, encodeAbiParameters, keccak256, numberToHex } from 'viem';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

/** A small storage position as a 32-byte slot key. */
export function slotOf(position: number): Bytes32 {
  return parseBytes32(numberToHex(position, { size: 32 }));
}

// Positions by the inheritance order of Safe.sol (1.3.0 to 1.5.0): Singleton, ModuleManager, OwnerManager, Safe.
export const SINGLETON_SLOT = slotOf(0);
export const MODULES_POSITION = 1;
export const OWNERS_POSITION = 2;
export const OWNER_COUNT_SLOT = slotOf(3);
export const THRESHOLD_SLOT = slotOf(4);
export const NONCE_SLOT = slotOf(5);
const APPROVED_HASHES_POSITION = 8;

// GuardManager.sol: keccak256("guard_manager.guard.address").
export const GUARD_SLOT = parseBytes32('0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8');

// ModuleManager.sol of 1.5.0: keccak256("module_manager.module_guard.address").
export const MODULE_GUARD_SLOT = parseBytes32(
  '0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947',
);

// FallbackManager.sol: keccak256("fallback_manager.handler.address").
export const FALLBACK_HANDLER_SLOT = parseBytes32(
  '0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5',
);

// OwnerManager.sol and ModuleManager.sol: SENTINEL_OWNERS and SENTINEL_MODULES, the head and end of the linked lists.
export const SENTINEL = '0x0000000000000000000000000000000000000001' as Address;

/** The Safe's own slots that decide who controls it, with the names that people read. */
export const WATCHED_SLOTS: ReadonlyMap<Bytes32, string> = new Map([
  [SINGLETON_SLOT, 'slot 0 (singleton)'],
  [slotOf(MODULES_POSITION), 'slot 1 (modules)'],
  [slotOf(OWNERS_POSITION), 'slot 2 (owners)'],
  [OWNER_COUNT_SLOT, 'slot 3 (owner count)'],
  [THRESHOLD_SLOT, 'slot 4 (threshold)'],
  [NONCE_SLOT, 'slot 5 (nonce)'],
  [GUARD_SLOT, 'the guard slot'],
  [MODULE_GUARD_SLOT, 'the module guard slot'],
  [FALLBACK_HANDLER_SLOT, 'the fallback handler slot'],
]);

/** The slot of `mapping(address => T)` at a position: keccak256(key || position), by Solidity's storage layout. */
export function mappingSlot(key: Address, position: number): Bytes32 {
  const encoded = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [key, BigInt(position)]);
  return parseBytes32(keccak256(encoded));
}

/** The slot of `approvedHashes[owner][hash]`. */
export function approvedHashSlot(owner: Address, hash: Bytes32): Bytes32 {
  return parseBytes32(keccak256(concat([hash, mappingSlot(owner, APPROVED_HASHES_POSITION)])));
}

import { DomainError } from '../../domain/errors.js';
import type { SafeProfile } from '../../domain/safes/profile.js';
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULES_POSITION,
  MODULE_GUARD_SLOT,
  NONCE_SLOT,
  OWNERS_POSITION,
  OWNER_COUNT_SLOT,
  SENTINEL,
  SINGLETON_SLOT,
  THRESHOLD_SLOT,
  mappingSlot,
} from '../../domain/safes/storage-layout.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type Address, ZERO_ADDRESS, addressFromWord } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads } from './account-reads.js';
import type { RpcProvider } from './rpc-provider.js';

// Far above any real Safe; a longer list is a list without an end.
const LIST_BOUND = 100;

export interface SafeState {
  readonly profile: Omit<SafeProfile, 'chainId'>;
  readonly nonce: bigint;
}

/**
 * A Safe as one provider shows it, from storage and code alone.
 * @throws DomainError SAFE_VERSION_UNSUPPORTED if what is there is not laid out as a Safe
 */
export async function readSafe(provider: RpcProvider, block: AgreedBlock, safe: Address): Promise<SafeState> {
  const reads = new AccountReads(provider, block, safe);
  const codeHashOf = (account: Address): Promise<Bytes32> =>
    new AccountReads(provider, block, account).codeHash();
  if ((await reads.code()) === '0x') throw notASafe('there is no contract');
  const [proxyCodeHash, singleton, guard, moduleGuard, fallbackHandler] = await Promise.all([
    reads.codeHash(),
    addressAt(reads, SINGLETON_SLOT, 'slot 0'),
    addressAt(reads, GUARD_SLOT, 'the guard slot'),
    addressAt(reads, MODULE_GUARD_SLOT, 'the module guard slot'),
    addressAt(reads, FALLBACK_HANDLER_SLOT, 'the fallback handler slot'),
  ]);
  const [singletonCodeHash, fallbackHandlerCodeHash, owners, modules, counters] = await Promise.all([
    codeHashOf(singleton),
    codeHashOf(fallbackHandler),
    linkedList(reads, OWNERS_POSITION),
    linkedList(reads, MODULES_POSITION),
    readCounters(reads),
  ]);
  const { ownerCount, threshold, nonce } = counters;
  if (ownerCount !== owners.length) {
    const detail = `slot 3 counts ${String(ownerCount)} owners, the list has ${String(owners.length)}`;
    throw new DomainError('SAFE_HISTORY_TAINTED', detail);
  }
  const accounts = { address: safe, singleton, guard, moduleGuard, fallbackHandler };
  const hashes = { proxyCodeHash, singletonCodeHash, fallbackHandlerCodeHash };
  return { profile: { ...accounts, ...hashes, owners, modules, threshold }, nonce };
}

async function readCounters(
  reads: AccountReads,
): Promise<{ ownerCount: number; threshold: number; nonce: bigint }> {
  const [ownerCount, threshold, nonce] = await Promise.all([
    reads.slot(OWNER_COUNT_SLOT),
    reads.slot(THRESHOLD_SLOT),
    reads.slot(NONCE_SLOT),
  ]);
  return { ownerCount: smallNumber(ownerCount), threshold: smallNumber(threshold), nonce: BigInt(nonce) };
}

function smallNumber(word: Bytes32): number {
  const value = BigInt(word);
  if (value === 0n || value > BigInt(LIST_BOUND))
    throw notASafe('its owner count or threshold is impossible');
  return Number(value);
}

async function addressAt(reads: AccountReads, slot: Bytes32, name: string): Promise<Address> {
  return wordAddress(await reads.slot(slot), name);
}

function wordAddress(word: Bytes32, name: string): Address {
  try {
    return addressFromWord(word);
  } catch {
    throw notASafe(`${name} holds no address`);
  }
}

/** Walks owners or modules, which a Safe chains from the sentinel back to the sentinel. */
async function linkedList(reads: AccountReads, position: number): Promise<readonly Address[]> {
  const found: Address[] = [];
  let current: Address = SENTINEL;
  for (;;) {
    current = await addressAt(reads, mappingSlot(current, position), 'a list entry');
    if (current === SENTINEL) return found;
    if (current === ZERO_ADDRESS) throw notASafe('its owners or modules were never set up');
    if (found.length === LIST_BOUND || found.includes(current)) throw notASafe('a list in it has no end');
    found.push(current);
  }
}

function notASafe(why: string): DomainError {
  return new DomainError('SAFE_VERSION_UNSUPPORTED', `this account is not a Safe: ${why}`);
}

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
import { NO_CODE_HASH } from '../../domain/simulation/state-proof.js';
import { type Address, ZERO_ADDRESS, addressFromWord } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads, provenSlot } from './account-reads.js';
import type { RpcProvider } from './rpc-provider.js';

// Far above any real Safe; a longer list is taken for a cycle.
const LIST_BOUND = 100;

export interface SafeState {
  readonly profile: Omit<SafeProfile, 'chainId'>;
  readonly nonce: bigint;
}

/** The expected lists of a Safe. They only tell what to prefetch: the real lists are proven, entry by entry. */
export type Likely = Pick<SafeProfile, 'owners' | 'modules'>;

const OWNERS_HEAD = mappingSlot(SENTINEL, OWNERS_POSITION);
const MODULES_HEAD = mappingSlot(SENTINEL, MODULES_POSITION);

const PROFILE_SLOTS = [
  SINGLETON_SLOT,
  OWNER_COUNT_SLOT,
  THRESHOLD_SLOT,
  NONCE_SLOT,
  GUARD_SLOT,
  MODULE_GUARD_SLOT,
  FALLBACK_HANDLER_SLOT,
  OWNERS_HEAD,
  MODULES_HEAD,
];

/**
 * A Safe as one provider proves it, from storage and code alone. Lists that match `likely` need no further requests.
 * @throws DomainError SAFE_VERSION_UNSUPPORTED if what is there is not laid out as a Safe
 */
export async function readSafe(
  provider: RpcProvider,
  block: AgreedBlock,
  safe: Address,
  { owners: likelyOwners, modules: likelyModules }: Likely = { owners: [], modules: [] },
): Promise<SafeState> {
  const reads = new AccountReads(provider, block, safe);
  const proven = await reads.prove([
    ...PROFILE_SLOTS,
    ...likelyOwners.map((owner) => mappingSlot(owner, OWNERS_POSITION)),
    ...likelyModules.map((module) => mappingSlot(module, MODULES_POSITION)),
  ]);
  const proxyCodeHash = proven.state?.codeHash ?? NO_CODE_HASH;
  if (proxyCodeHash === NO_CODE_HASH) throw notASafe('there is no contract');
  const word = (slot: Bytes32): Bytes32 => provenSlot(proven, slot);
  const singleton = wordAddress(word(SINGLETON_SLOT), 'slot 0');
  const guard = wordAddress(word(GUARD_SLOT), 'the guard slot');
  const moduleGuard = wordAddress(word(MODULE_GUARD_SLOT), 'the module guard slot');
  const fallbackHandler = wordAddress(word(FALLBACK_HANDLER_SLOT), 'the fallback handler slot');
  const entryIn = (position: number) => async (account: Address) => {
    const slot = mappingSlot(account, position);
    return proven.storage.get(slot) ?? reads.slot(slot);
  };
  const codeHashOf = (account: Address): Promise<Bytes32> =>
    new AccountReads(provider, block, account).codeHash();
  const [singletonCodeHash, fallbackHandlerCodeHash, owners, modules] = await Promise.all([
    codeHashOf(singleton),
    codeHashOf(fallbackHandler),
    linkedList(entryIn(OWNERS_POSITION), word(OWNERS_HEAD)),
    linkedList(entryIn(MODULES_POSITION), word(MODULES_HEAD)),
  ]);
  const [ownerCount, threshold] = [smallNumber(word(OWNER_COUNT_SLOT)), smallNumber(word(THRESHOLD_SLOT))];
  if (ownerCount !== owners.length) {
    const detail = `slot 3 counts ${String(ownerCount)} owners, the list has ${String(owners.length)}`;
    throw new DomainError('SAFE_HISTORY_TAINTED', detail);
  }
  const accounts = { address: safe, singleton, guard, moduleGuard, fallbackHandler };
  const hashes = { proxyCodeHash, singletonCodeHash, fallbackHandlerCodeHash };
  const profile = { ...accounts, ...hashes, owners, modules, threshold };
  return { profile, nonce: BigInt(word(NONCE_SLOT)) };
}

function smallNumber(word: Bytes32): number {
  const value = BigInt(word);
  if (value === 0n || value > BigInt(LIST_BOUND))
    throw notASafe('its owner count or threshold is impossible');
  return Number(value);
}

function wordAddress(word: Bytes32, name: string): Address {
  try {
    return addressFromWord(word);
  } catch {
    throw notASafe(`${name} holds no address`);
  }
}

/** Walks owners or modules, which a Safe chains from the sentinel back to the sentinel. */
async function linkedList(
  entryOf: (account: Address) => Promise<Bytes32>,
  head: Bytes32,
): Promise<readonly Address[]> {
  const found: Address[] = [];
  let current = wordAddress(head, 'a list entry');
  while (current !== SENTINEL) {
    if (current === ZERO_ADDRESS) throw notASafe('its owners or modules were never set up');
    if (found.length === LIST_BOUND || found.includes(current)) throw notASafe('a list in it has no end');
    found.push(current);
    current = wordAddress(await entryOf(current), 'a list entry');
  }
  return found;
}

function notASafe(why: string): DomainError {
  return new DomainError('SAFE_VERSION_UNSUPPORTED', `this account is not a Safe: ${why}`);
}

import { balanceSlot } from '../assets/balance-layout.js';
import type { Movement } from '../transfers/safe-transaction.js';
import type { Address } from '../values/address.js';
import { WATCHED_SLOTS } from '../safes/storage-layout.js';
import type { EffectSections, StorageWrite, TokenChange } from './effects.js';

type StorageSections = Pick<EffectSections, 'tokenChanges' | 'storageWrites' | 'safeSlots'>;

/**
 * Sorts an execution's storage writes into sections. The two balance slots of the pinned asset become deltas, because
 * their absolute values change with every unrelated deposit.
 */
export function storageSections(
  writes: readonly StorageWrite[],
  safe: Address,
  movement: Movement | null,
): StorageSections {
  const token = movement?.asset.kind === 'erc20' ? movement.asset : undefined;
  const holders = movement && token ? [safe, movement.destination] : [];
  const tokenChanges: TokenChange[] = [];
  const storageWrites: StorageWrite[] = [];
  for (const write of writes) {
    const holder = holders.find((each) => token !== undefined && isBalance(write, token, each));
    if (holder === undefined) storageWrites.push(write);
    else tokenChanges.push({ token: write.account, account: holder, delta: deltaOf(write) });
  }
  const safeSlots = storageWrites
    .filter((write) => write.account === safe && WATCHED_SLOTS.has(write.slot))
    .map(({ slot, before, after }) => ({ slot, before, after }));
  return { tokenChanges, storageWrites, safeSlots };
}

function isBalance(
  { account, slot }: StorageWrite,
  token: Extract<Movement['asset'], { kind: 'erc20' }>,
  holder: Address,
): boolean {
  return account === token.address && slot === balanceSlot(token.balances, holder);
}

function deltaOf(write: StorageWrite): bigint {
  return BigInt(write.after) - BigInt(write.before);
}

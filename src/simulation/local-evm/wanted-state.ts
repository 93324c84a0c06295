import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULE_GUARD_SLOT,
  OWNERS_POSITION,
  mappingSlot,
  slotOf,
} from '../../domain/safes/storage-layout.js';
import { balanceSlot } from '../../domain/assets/balance-layout.js';
import { IMPLEMENTATION_SLOTS } from '../../domain/assets/token-proxy.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import type { Movement } from '../../domain/transfers/safe-transaction.js';
import type { Address } from '../../domain/values/address.js';
import type { Wanted } from './state-source.js';

/** The state that an execution is known to need, to prefetch it at once. */
export function wantedState({ safe, owners, executor, movement }: SimulatedExecution): readonly Wanted[] {
  const signers = owners.map((owner) => mappingSlot(owner, OWNERS_POSITION));
  const slots = [
    ...[0, 1, 2, 3, 4, 5].map(slotOf),
    GUARD_SLOT,
    MODULE_GUARD_SLOT,
    FALLBACK_HANDLER_SLOT,
    ...signers,
  ];
  const moved = movement === null ? [] : wantedByMovement(safe, movement);
  return [{ account: safe, slots }, { account: executor, slots: [] }, ...moved];
}

function wantedByMovement(safe: Address, { asset, destination }: Movement): readonly Wanted[] {
  const paid = { account: destination, slots: [] };
  if (asset.kind === 'native') return [paid];
  const balances = [safe, destination].map((each) => balanceSlot(asset.balances, each));
  const proxy = asset.proxy ? [IMPLEMENTATION_SLOTS[asset.proxy.kind]] : [];
  return [
    paid,
    { account: asset.address, slots: [...balances, ...proxy] },
    ...(asset.proxy ? [{ account: asset.proxy.implementation, slots: [] }] : []),
  ];
}

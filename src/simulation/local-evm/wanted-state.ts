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
import type { Wanted } from './state-source.js';

/** The state that an execution is known to need, to prefetch it at once. */
export function wantedState({ safe, owners, executor, movement }: SimulatedExecution): readonly Wanted[] {
  const { asset, destination } = movement;
  const signers = owners.map((owner) => mappingSlot(owner, OWNERS_POSITION));
  const slots = [
    ...[0, 1, 2, 3, 4, 5].map(slotOf),
    GUARD_SLOT,
    MODULE_GUARD_SLOT,
    FALLBACK_HANDLER_SLOT,
    ...signers,
  ];
  const token =
    asset.kind === 'native'
      ? []
      : [
          {
            account: asset.address,
            slots: [
              ...[safe, destination].map((each) => balanceSlot(asset.balances, each)),
              ...(asset.proxy ? [IMPLEMENTATION_SLOTS[asset.proxy.kind]] : []),
            ],
          },
          ...(asset.proxy ? [{ account: asset.proxy.implementation, slots: [] }] : []),
        ];
  return [
    { account: safe, slots },
    { account: executor, slots: [] },
    { account: destination, slots: [] },
    ...token,
  ];
}

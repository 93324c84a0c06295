import { canaryOf, limitOf } from '../domain/address-book/direction.js';
import type { Destination } from '../domain/address-book/destination.js';
import { type Person, isActive } from '../domain/identity/person.js';
import type { Facts } from '../domain/policies/facts.js';
import { type Amount, parseAmount } from '../domain/values/amount.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import type { ChainFacts } from './chain-facts.js';
import type { GovernedObjects } from './transfer-objects.js';

type SafeDrift = Facts['safe']['drift'][number];

export function safeFacts(safe: OnboardedSafe, drift: readonly SafeDrift[]): Facts['safe'] {
  return {
    id: safe.id,
    chainId: safe.profile.chainId,
    address: safe.address,
    frozen: safe.frozen && { code: safe.frozen.code, reason: safe.frozen.reason },
    drift: drift.map((each) => ({ ...each })),
  };
}

interface DestinationSeen
  extends Pick<GovernedObjects, 'asset' | 'destination'>, Pick<ChainFacts, 'destinationCodeHash'> {
  readonly lookalikes: readonly Destination[];
}
type DestinationFacts = Required<NonNullable<Facts['destination']>>;

export function destinationFacts(seen: DestinationSeen, settledTransfers: number): DestinationFacts {
  const { destination, destinationCodeHash, lookalikes } = seen;
  const { asset } = seen.asset;
  const units = (text: string | undefined): Amount | null =>
    text === undefined ? null : parseAmount(text, asset.decimals);
  return {
    id: destination.id,
    chainId: destination.chainId,
    address: destination.address,
    label: destination.label,
    assetIds: [...destination.assetIds],
    approvedAt: destination.approvedAt,
    expiresAt: destination.expiresAt,
    removedAt: destination.removedAt,
    codeHashPinned: destination.codeHash,
    codeHashActual: destinationCodeHash,
    terms: {
      maxPerTransfer: units(limitOf(destination, asset.id)),
      canary: units(canaryOf(destination, asset.id)),
      settledTransfers,
      lookalikes: lookalikes.map(({ id, label, address }) => ({ id, label, address })),
    },
  };
}

export function requesterFacts(person: Person): Facts['requester'] {
  return {
    personId: person.id,
    isActive: isActive(person),
    roles: [...person.roles],
    groups: [...person.groups],
  };
}

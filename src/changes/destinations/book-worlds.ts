import { Injectable } from '@nestjs/common';
import { AssetsRepository } from '../../assets/assets.repository.js';
import { DestinationsRepository } from '../../address-book/destinations.repository.js';
import { Config } from '../../config/config.js';
import { type Destination, isInForce } from '../../domain/address-book/destination.js';
import type { BookWorld, KNOWN_AS, KnownAddress } from '../../domain/address-book/destination-faults.js';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Person } from '../../domain/identity/person.js';
import type { DestinationId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { PeopleRepository } from '../../identity/people.repository.js';
import { Counterparties } from '../../infra/chain/counterparties.js';
import { Relayer } from '../../infra/chain/relayer/relayer.js';
import { Database } from '../../infra/database/database.js';
import { type OnboardedSafe, SafesRepository } from '../../safes/safes.repository.js';

/** All governed objects on this chain that a new destination is compared with. */
interface Registers {
  readonly entries: readonly Destination[];
  readonly assets: BookWorld['assets'];
  readonly safes: readonly OnboardedSafe[];
  readonly people: readonly Person[];
}

export interface SeenWorld extends BookWorld {
  /** Every address in the register, with its role. */
  readonly known: readonly NamedAddress[];
}

export interface NamedAddress extends KnownAddress {
  readonly kind: (typeof KNOWN_AS)[number];
}

/** Gathers the world that a proposed entry of the address book is compared with. */
@Injectable()
export class BookWorlds {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly destinations: DestinationsRepository,
    private readonly assets: AssetsRepository,
    private readonly safes: SafesRepository,
    private readonly people: PeopleRepository,
    private readonly relayer: Relayer,
    private readonly counterparties: Counterparties,
  ) {}

  /**
   * @param replaces the entry of which the proposal is a new version
   * @throws DomainError DESTINATION_NOT_FOUND
   */
  async of(replaces: DestinationId | undefined): Promise<SeenWorld> {
    const { chainId } = this.config;
    const [now, entries, assets, safes, people] = await Promise.all([
      this.database.now(),
      this.destinations.list(chainId),
      this.assets.list(chainId),
      this.safes.list(),
      this.people.list(),
    ]);
    const before = entries.find((each) => each.id === replaces) ?? null;
    if (replaces !== undefined && before === null) {
      throw new DomainError('DESTINATION_NOT_FOUND', 'there is no such entry in the address book');
    }
    const keys = keysOf({ safes, people }, this.relayer);
    return {
      now,
      chainId,
      assets,
      entries,
      safes: safes.map((each) => each.address),
      keys: keys.map((each) => each.address),
      before,
      known: [...namesOf({ entries, safes, assets }, now), ...keys],
    };
  }

  /** The Safes' recent counterparties on chain: addresses that a person may copy from their history. */
  async met({ safes, assets, known }: SeenWorld, block: AgreedBlock): Promise<readonly NamedAddress[]> {
    const tokens = assets.flatMap(({ asset }) => (asset.kind === 'erc20' ? [asset.address] : []));
    const found = await this.counterparties.of(safes, tokens, block);
    const named = new Set(known.map((each) => each.address));
    return found
      .filter((address) => !named.has(address))
      .map((address) => ({
        ...{ address, kind: 'counterparty', what: "an address in a Safe's history on chain" },
      }));
  }
}

function namesOf(
  { entries, safes, assets }: Omit<Registers, 'people'>,
  now: UnixSeconds,
): readonly NamedAddress[] {
  return [
    ...entries.map(({ address, id, label, ...entry }): NamedAddress => {
      const { kind, what } = stateOf(entry, now);
      return { address, kind, what: `${what} "${label}"`, destination: id, label };
    }),
    ...safes.map(({ address, label }): NamedAddress => ({
      address,
      kind: 'safe',
      what: `the Safe "${label}"`,
    })),
    ...assets.flatMap(({ asset }) =>
      asset.kind === 'erc20'
        ? [{ address: asset.address, kind: 'token' as const, what: `the token ${asset.symbol}` }]
        : [],
    ),
  ];
}

function stateOf(
  entry: Pick<Destination, 'removedAt' | 'expiresAt'>,
  now: UnixSeconds,
): Pick<NamedAddress, 'kind' | 'what'> {
  if (entry.removedAt !== null) return { kind: 'removed', what: 'the removed entry' };
  if (!isInForce(entry, now)) return { kind: 'expired', what: 'the expired entry' };
  return { kind: 'destination', what: 'the entry' };
}

function keysOf(
  { safes, people }: Pick<Registers, 'safes' | 'people'>,
  relayer: Relayer,
): readonly NamedAddress[] {
  const owners = safes.flatMap(({ profile, label }) =>
    profile.owners.map((address): NamedAddress => ({
      address,
      kind: 'owner',
      what: `an owner of the Safe "${label}"`,
    })),
  );
  const enrolled = people.flatMap(({ name, keys }) =>
    keys.flatMap((key): readonly NamedAddress[] =>
      key.kind === 'evm'
        ? [
            {
              address: key.address,
              kind: key.purpose === 'owner' ? 'owner' : 'key',
              what: `a key of ${name}`,
            },
          ]
        : [],
    ),
  );
  const relayers = relayer.addresses.map((address): NamedAddress => ({
    ...{ address, kind: 'relayer', what: 'the relayer' },
  }));
  const all = [...owners, ...enrolled, ...relayers];
  return [...new Map(all.map((each) => [each.address, each])).values()];
}

import type { z } from 'zod';
import { DestinationPage } from '../../address-book/destinations.contract.js';
import { AssetPage } from '../../assets/assets.contract.js';
import { DomainError } from '../../domain/errors.js';
import { PeopleView } from '../../identity/identity.contract.js';
import { ZERO_ADDRESS, parseAddress } from '../../domain/values/address.js';
import { nearestName } from '../../domain/values/nearest-name.js';
import { SafePage } from '../../safe-api/safes.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { misused, notFound } from '../terminal/failures.js';

/** Something that people call by a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
}

/**
 * The one that is meant: by its id, its address, or its whole name in any case. A part of a name is no name: with money
 * nothing is guessed.
 */
export function oneOf<T extends Named>(kind: string, all: readonly T[], wanted: string): T {
  const found = all.filter((each) => isCalled(each, wanted));
  const [one, ...others] = found;
  if (one && others.length === 0) return one;
  if (!one) {
    const near = nearestName(
      wanted,
      all.map(({ name }) => name),
    );
    const hint =
      near === undefined ? `there are ${all.map(({ name }) => name).join(', ')}` : `is ${near} meant?`;
    throw notFound(`no ${kind} is called ${wanted}: ${all.length === 0 ? 'there is none' : hint}`);
  }
  throw misused(`several are called ${wanted}: name one by its id`, ...found.map(candidate));
}

function isCalled({ id, name, address }: Named, wanted: string): boolean {
  if (/^0x/i.test(wanted)) return address !== null && address === addressOf(wanted);
  return id === wanted || name.toLowerCase() === wanted.toLowerCase();
}

/** With its checksum, as everywhere. */
function addressOf(wanted: string): string {
  try {
    return parseAddress(wanted);
  } catch (error) {
    if (error instanceof DomainError) throw misused(`${wanted}: ${error.message}`);
    throw error;
  }
}

function candidate({ id, name, address }: Named): string {
  return `  ${id}  ${name}${address === null ? '' : `  ${address}`}`;
}

type NamedSafe = Named & z.output<typeof SafePage>['data'][number];

export async function safesAt(gateway: Gateway): Promise<readonly NamedSafe[]> {
  return (await gateway.get('/v1/safes', SafePage)).data.map((safe) => ({ ...safe, name: safe.label }));
}

/** The Safe of that name; the only one there is, if none is named. */
export async function safeCalled(gateway: Gateway, wanted: string | undefined): Promise<NamedSafe> {
  const safes = await safesAt(gateway);
  const [only, ...others] = safes;
  if (wanted === undefined && only && others.length === 0) return only;
  if (wanted === undefined) throw misused('which Safe? name it', ...safes.map(candidate));
  return oneOf('Safe', safes, wanted);
}

export interface NamedAsset extends Named {
  readonly decimals: number;
  /** The zero address for the native coin. */
  readonly address: string;
  readonly chainId: number;
}

export async function assetCalled(gateway: Gateway, wanted: string): Promise<NamedAsset> {
  const { data } = await gateway.get('/v1/assets', AssetPage);
  const assets = data
    .filter(({ isRemoved }) => !isRemoved)
    .map((asset) => ({
      ...{ id: asset.id, name: asset.symbol, decimals: asset.decimals, chainId: asset.chainId },
      address: asset.kind === 'native' ? ZERO_ADDRESS : asset.address,
    }));
  return oneOf('asset', assets, wanted);
}

type NamedDestination = Named & z.output<typeof DestinationPage>['data'][number];

/** An entry of the address book that is in force, or will be. */
export async function destinationCalled(gateway: Gateway, wanted: string): Promise<NamedDestination> {
  const { data, pending } = await gateway.get('/v1/destinations', DestinationPage);
  const named = [...data, ...pending]
    .filter(({ removedAt }) => removedAt === null)
    .map((entry) => ({ ...entry, name: entry.label }));
  return entryCalled(named, wanted);
}

/** As `oneOf`: an address that no entry has is no name that was mistyped. */
export function entryCalled<T extends Named>(entries: readonly T[], wanted: string): T {
  if (/^0x/i.test(wanted) && !entries.some((each) => isCalled(each, wanted)))
    throw notFound(
      `${wanted} is not in the address book; it has to be proposed first: sluice change propose destination`,
    );
  return oneOf('destination', entries, wanted);
}

export async function personCalled(gateway: Gateway, wanted: string): Promise<Named> {
  const { data } = await gateway.get('/v1/people', PeopleView);
  const people = data
    .filter(({ removedAt }) => removedAt === null)
    .map(({ id, name }) => ({ id, name, address: null }));
  return oneOf('person', people, wanted);
}

import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { type DestinationContent, FOUNDING_CONTROL } from '../domain/address-book/destination.js';
import { foundingFaults } from '../domain/address-book/founding-faults.js';
import type { Asset } from '../domain/assets/asset.js';
import { isForbiddenKey } from '../domain/identity/well-known-keys.js';
import { historyRefusals } from '../domain/safes/history.js';
import { onboardingRefusals } from '../domain/safes/onboarding.js';
import type { SafeProfile } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Address } from '../domain/values/address.js';
import { chainFault } from '../domain/values/chains.js';
import { type DestinationId, type SafeId, parseId } from '../domain/values/identifier.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import { setupFault } from '../infra/chain/roster/provider-setup.js';
import { SafeHistoryReader } from '../infra/chain/safe-history.js';
import { type SafeReading, SafeReader } from '../infra/chain/safe-reader.js';
import type { FoundingDocument } from './founding-document.js';
import { quorumFaults } from './founding-quorums.js';
import { TokenChecks } from '../assets/token-checks.js';

export interface CheckedFounding {
  readonly safes: readonly { readonly id: SafeId; readonly label: string; readonly profile: SafeProfile }[];
  readonly assets: readonly Asset[];
  readonly destinations: readonly (DestinationContent & { readonly id: DestinationId })[];
}

interface SafeRead {
  readonly label: string;
  readonly reading: SafeReading;
}

/** Checks a founding document against the chain: everything that it names is read from all providers and pinned. */
@Injectable()
export class FoundingChecks {
  constructor(
    private readonly reader: SafeReader,
    private readonly past: SafeHistoryReader,
    private readonly relayer: Relayer,
    private readonly tokens: TokenChecks,
    private readonly config: Config,
  ) {}

  async check(document: FoundingDocument): Promise<CheckedFounding> {
    await this.requireProviders(document);
    const block = await this.reader.block('latest');
    const safes = await Promise.all(document.safes.map((safe) => this.safe(safe, block)));
    const [first] = safes;
    if (!first) throw new Error('no Safe is named');
    const { chainId } = first.profile;
    const unsupported = chainFault(chainId);
    const assets = await Promise.all(document.assets.map((asset) => this.asset(asset, chainId, block)));
    const destinations = await Promise.all(
      document.destinations.map((entry) => this.destination(entry, chainId, block)),
    );
    const faults = [
      ...(unsupported === undefined ? [] : [unsupported]),
      ...keyFaults(document, safes, chainId),
      ...safes.flatMap(({ profile, label }) =>
        onboardingRefusals(profile).map((each) => `${label}: ${each.reason}`),
      ),
      ...safes
        .filter(({ profile }) => this.relayer.addresses.some((each) => profile.owners.includes(each)))
        .map(
          ({ label }) =>
            `${label}: the relayer's key owns it, so the relayer would add a signature by sending`,
        ),
      ...(await this.histories(document, safes)),
      ...(await this.tokens.faults(assets, safes, block)),
      ...destinationFaults({ safes, assets, destinations }, [
        ...evmKeys(document).map((key) => key.address),
        ...this.relayer.addresses,
      ]),
      ...documentFaults(document),
    ];
    if (faults.length > 0)
      throw new Error(`The set-up is refused:\n${faults.map((each) => `  ${each}`).join('\n')}`);
    return { safes, assets, destinations };
  }

  /** Before anything is read by them. */
  private async requireProviders({ providers }: FoundingDocument): Promise<void> {
    const { chainId, rpcProviders: endpoints } = this.config;
    const fault = await setupFault({ chainId, inForce: providers, endpoints });
    if (fault !== undefined) throw new Error(`The set-up is refused:\n  ${fault}`);
  }

  private async safe({ id, label, address }: FoundingDocument['safes'][number], block: AgreedBlock) {
    const reading = await this.reader.readProfileAt(address, block);
    return { id: parseId('safe', id), label, profile: reading.profile, reading };
  }

  /** Checks the Safes' history. None of the people who will use them may be a hidden owner. */
  private async histories(document: FoundingDocument, safes: readonly SafeRead[]): Promise<string[]> {
    const keys = evmKeys(document).map((key) => key.address);
    const suspects = [...keys, ...this.relayer.addresses];
    const found = await Promise.all(
      safes.map(async ({ label, reading: { profile, nonce, block } }) => {
        const scan = { safe: profile.address, block };
        const history = await this.past.read(scan, profile.owners, suspects);
        return historyRefusals(history, profile, nonce).map((each) => `${label}: ${each.reason}`);
      }),
    );
    return found.flat();
  }

  private async asset(
    named: FoundingDocument['assets'][number],
    chainId: number,
    block: AgreedBlock,
  ): Promise<Asset> {
    const id = parseId('ast', named.id);
    if (named.kind === 'native') return { kind: 'native', id, chainId, symbol: named.symbol, decimals: 18 };
    const { symbol, address, decimals } = named;
    const pins = await this.tokens.pins(named, block);
    return { kind: 'erc20', id, chainId, symbol, address, decimals, ...pins };
  }

  private async destination(
    named: FoundingDocument['destinations'][number],
    chainId: number,
    block: AgreedBlock,
  ) {
    return {
      ...named,
      id: parseId('dst', named.id),
      chainId,
      assetIds: named.assetIds.map((id) => parseId('ast', id)),
      codeHash: await this.reader.codeHash(named.address, block, 'all'),
      limits: named.limits.map((each) => ({ ...each, assetId: parseId('ast', each.assetId) })),
      canary: named.canary.map((each) => ({ ...each, assetId: parseId('ast', each.assetId) })),
      control: FOUNDING_CONTROL,
      lookalikes: [],
    };
  }
}

function evmKeys({ people }: FoundingDocument) {
  return people.flatMap(({ name, keys }) =>
    keys.flatMap((key) => (key.kind === 'evm' ? [{ ...key, name }] : [])),
  );
}

function keyFaults(document: FoundingDocument, safes: CheckedFounding['safes'], chainId: number): string[] {
  const keys = evmKeys(document);
  const owners = safes.flatMap(({ profile }) => profile.owners);
  const known = [...keys.map((each) => each.address), ...owners];
  const mapped = keys.filter((each) => each.purpose === 'owner').map((each) => each.address);
  return [
    ...known
      .filter((each) => isForbiddenKey(each, chainId))
      .map((each) => `${each} is a well-known test key`),
    ...mapped
      .filter((each) => !owners.includes(each))
      .map((each) => `${each} is called an owner's key, but owns no Safe`),
    ...owners.filter((each) => !mapped.includes(each)).map((each) => `the owner ${each} is nobody's key`),
    ...keys
      .filter((each) => each.purpose === 'confirmation' && owners.includes(each.address))
      .map((each) => `${each.name}: a Safe owner's key cannot be a confirmation key as well`),
  ];
}

function destinationFaults({ safes, assets, destinations }: CheckedFounding, keys: readonly Address[]) {
  const owners = safes.flatMap(({ profile }) => profile.owners);
  const all = [...new Set([...keys, ...owners])];
  const known = [
    ...safes.map(({ label, profile }) => ({ address: profile.address, what: `the Safe "${label}"` })),
    ...assets.flatMap((each) =>
      each.kind === 'erc20' ? [{ address: each.address, what: `the token ${each.symbol}` }] : [],
    ),
    ...all.map((address) => ({ address, what: 'a key of the people, the Safes or the relayer' })),
  ];
  return foundingFaults({
    entries: destinations,
    assets: assets.map((asset) => ({ asset, isRemoved: false })),
    safes: safes.map(({ profile }) => profile.address),
    keys: all,
    known,
  });
}

/** Duplicates and dangling references in the document, found here so that people get sentences, not database errors. */
function documentFaults(document: FoundingDocument): string[] {
  const { people, safes, assets, destinations, providers, policy } = document;
  const registered = assets.map((each) => each.id);
  const named = [
    ...destinations.flatMap((each) => each.assetIds),
    ...policy.rules.flatMap((rule) =>
      'assetIds' in rule ? rule.assetIds : 'assetId' in rule ? [rule.assetId] : [],
    ),
    ...policy.tiers.flatMap((tier) => (tier.unit === 'usd' ? [] : [tier.assetId])),
    ...(policy.prices ?? []).map((price) => price.assetId),
  ];
  const lists = {
    'an id': [...people, ...safes, ...assets, ...destinations].map((each) => each.id),
    'a key': people.flatMap((person) =>
      person.keys.map((key) => (key.kind === 'evm' ? key.address : key.credentialId)),
    ),
    'a Safe': safes.map((each) => each.address),
    'a destination label': destinations.map((each) => each.label),
    'a destination address': destinations.map((each) => each.address),
    'an RPC provider': providers.map((each) => each.name),
    'an asset': assets.map((each) => (each.kind === 'erc20' ? each.address : 'the native coin')),
  };
  return [
    ...Object.entries(lists).flatMap(([what, list]) =>
      repeated(list).map((each) => `${what} is there twice: ${each}`),
    ),
    ...[...new Set(named)]
      .filter((each) => !registered.includes(each))
      .map((each) => `${each} is no registered asset`),
    ...quorumFaults(document),
  ];
}

function repeated(list: readonly string[]): string[] {
  return [...new Set(list.filter((each, index) => list.indexOf(each) !== index))];
}

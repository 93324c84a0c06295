import { refusal } from '../../domain/errors.js';
import { knownSingleton } from '../../domain/safes/known-deployments.js';
import { statedVersion } from '../../domain/safes/safe-version.js';
import type { WorldDestination } from '../../domain/transfers/destination-fault.js';
import type { SafeFault, World } from '../../domain/transfers/inspect.js';
import type { MovableAsset } from '../../domain/transfers/safe-transaction.js';
import type { TransferLimit } from '../../domain/transfers/transfer-limit.js';
import type { Address } from '../../domain/values/address.js';
import { parseAmount } from '../../domain/values/amount.js';
import {
  type JsonObject,
  address,
  bytes32,
  isObject,
  list,
  member,
  moment,
  object,
  optional,
  release,
  smallNumber,
  text,
  uint,
} from './fields.js';
import type { LosslessJson } from './read-json.js';

const NATIVE: MovableAsset = { kind: 'native', id: 'native', symbol: 'native coin', decimals: 18 };

/** The world if none is given: nothing is known, so nothing can be accepted. */
export const NO_WORLD: World = {
  safe: null,
  chainId: null,
  version: null,
  nonce: null,
  assets: null,
  destinations: null,
  limits: null,
  now: null,
  owners: null,
  threshold: null,
  safeFault: null,
  notChecked: ['what a simulation would show'],
};

/** Reads a world in the format of the attack corpus, alone or as the member `world` of a larger file. */
export function worldOf(json: LosslessJson): World {
  const outer = object(json);
  const world = isObject(outer['world']) ? outer['world'] : outer;
  const tokens = member(world, 'tokens', list).map(tokenOf);
  const version = optional(world, 'safeVersion', release) ?? null;
  return {
    safe: member(world, 'safe', address),
    chainId: member(world, 'chainId', smallNumber),
    version,
    nonce: member(world, 'onchainNonce', uint),
    assets: [NATIVE, ...tokens],
    destinations: member(world, 'allowlist', list).map((entry) => entryOf(entry, tokens)),
    limits: limitsOf(world, tokens),
    now: optional(world, 'now', moment) ?? null,
    owners: optional(world, 'owners', list)?.map(address) ?? null,
    threshold: optional(world, 'threshold', smallNumber) ?? null,
    names: new Map(Object.entries(optional(world, 'names', object) ?? {}).map(nameOf)),
    safeFault: safeFaultOf(world, version),
    notChecked: [
      'the Safe on chain: the world is taken at its word on version, owners and nonce',
      'code of the token and of the destination, and what a simulation would show',
      'limits over time and on native coin: the world has neither a history nor a price',
    ],
  };
}

function nameOf([key, name]: [string, LosslessJson]): readonly [Address, string] {
  return [address(key), text(name)];
}

type Token = Extract<MovableAsset, { kind: 'erc20' }>;

function tokenOf(json: LosslessJson): Token {
  const token = object(json);
  const at = member(token, 'address', address);
  const symbol = member(token, 'symbol', text);
  return { kind: 'erc20', id: at, address: at, symbol, decimals: member(token, 'decimals', smallNumber) };
}

function entryOf(json: LosslessJson, tokens: readonly Token[]): WorldDestination {
  const entry = object(json);
  const assets = optional(entry, 'assets', list)?.map(text);
  const usableFrom = optional(entry, 'validFrom', moment);
  const expiresAt = optional(entry, 'expiresAt', moment);
  return {
    ...(usableFrom === undefined ? {} : { usableFrom }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    chainId: member(entry, 'chainId', smallNumber),
    address: member(entry, 'address', address),
    label: member(entry, 'label', text),
    assetIds: assets?.map((name) => assetId(name, tokens)) ?? null,
  };
}

function assetId(name: string, tokens: readonly Token[]): string {
  if (name === NATIVE.id) return name;
  // A name that matches no token is kept as it is. It then matches no asset, so it allows nothing.
  return tokens.find((each) => each.symbol === name || each.address === name)?.id ?? name;
}

/** The format states limits in US dollars and its tokens are dollar coins, so one whole token counts as one dollar. */
function limitsOf(world: JsonObject, tokens: readonly Token[]): readonly TransferLimit[] | null {
  const limits = optional(world, 'limits', object);
  const perTransfer = limits && optional(limits, 'perTxUsd', text);
  if (perTransfer === undefined) return null;
  return tokens.map(({ id, decimals }) => ({ assetId: id, max: parseAmount(perTransfer, decimals) }));
}

/** A pinned Safe that Sluice would not have onboarded is refused whatever it is asked to sign (invariant 15). */
function safeFaultOf(world: JsonObject, version: string | null): SafeFault | null {
  const pinned = optional(world, 'pinned', object);
  if (!pinned) return null;
  const modules: readonly Address[] = optional(pinned, 'modules', list)?.map(address) ?? [];
  if (modules.length > 0) {
    return drifted(`modules move funds without owners: ${modules.join(', ')}`);
  }
  const singleton = optional(pinned, 'singleton', address);
  const codeHash = optional(pinned, 'singletonCodeHash', bytes32);
  if (!singleton || !codeHash || (version !== null && !statedVersion(version).isSupported)) return null;
  const known = knownSingleton(singleton, codeHash);
  if (known && (version === null || statedVersion(version).release === known.version)) return null;
  const claimed = version === null ? 'known release' : `Safe ${version}`;
  return drifted(`the code at ${singleton} is no ${claimed}, whatever it says of itself`);
}

function drifted(reason: string): SafeFault {
  return { verdict: 'FREEZE', refusal: refusal('SAFE_STATE_DRIFT', reason) };
}

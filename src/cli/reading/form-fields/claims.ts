import { refusal, type ErrorCode } from '../../../domain/errors.js';
import { statedVersion } from '../../../domain/safes/safe-version.js';
import type { GivenDigests } from '../../../domain/transfers/given-digests.js';
import type { SafeFault } from '../../../domain/transfers/inspect.js';
import type { SafeClaim } from '../../../domain/transfers/safe-fit.js';
import type { Address } from '../../../domain/values/address.js';
import { CHAIN_SHORT_NAMES } from '../../../domain/values/chain-short-names.js';
import { parseChainAddress } from '../../../domain/values/chain-address.js';
import type { Bytes32 } from '../../../domain/values/hex.js';
import {
  type JsonObject,
  address,
  bytes32,
  isObject,
  member,
  optional,
  smallNumber,
  text,
} from '../fields.js';
import { type LosslessJson, NumberText } from '../read-json.js';
import { chainAddress } from './safe-tx-fields.js';

/** What a file says about its transaction beside the fields: for which Safe it is, and what its hashes are. */
export interface Claims {
  readonly claim: SafeClaim;
  readonly given: GivenDigests;
  /** Where the file contradicts itself. */
  readonly faults: readonly SafeFault[];
}

// Names that other things have too: read where there is a hash.
const LOOSE_HASHES = ['digest', 'hashToSign', 'signingHash', 'typedDataHash'] as const;

const HASHES: Readonly<Record<keyof GivenDigests, readonly string[]>> = {
  eip712Digest: [
    ...['safeTxHash', 'contractTransactionHash', 'eip712Digest', 'safeTransactionHash'],
    ...LOOSE_HASHES,
  ],
  domainHash: ['domainHash', 'domainSeparator'],
  messageHash: ['messageHash', 'structHash'],
  calldataDigest: ['calldataDigest'],
};

const ADDRESSES = ['safe', 'safeAddress', 'verifyingContract', 'to', 'gasToken', 'refundReceiver'] as const;

/**
 * Everything that the objects around a transaction claim about it, wherever it stands. Several objects may say the same;
 * that they say different things is a fault of its own, for nobody knows which one another reader believes.
 */
export function claimsOf(objects: readonly JsonObject[]): Claims {
  const safes = objects.flatMap(safesOf);
  const chains = objects.flatMap(chainsOf);
  const versions = objects.flatMap(versionsOf);
  const faults = [
    ...twice(safes, 'SAFE_MISMATCH', 'Safes'),
    ...twice(chains, 'CHAIN_MISMATCH', 'chains'),
    ...twice(versions.map(alike), 'SAFE_VERSION_UNSUPPORTED', 'versions of the Safe'),
  ];
  const given: Partial<Record<keyof GivenDigests, Bytes32>> = {};
  for (const [name, aliases] of Object.entries(HASHES) as [keyof GivenDigests, readonly string[]][]) {
    const hashes = objects.flatMap((each) => hashesOf(each, aliases));
    const [first] = hashes;
    if (first !== undefined) given[name] = first;
    if (hashes.some((each) => each !== first)) {
      const reason = `it comes with two different hashes for one transaction: ${[...new Set(hashes)].join(' and ')}`;
      faults.push({ verdict: 'FREEZE', refusal: refusal('HASH_MISMATCH', reason) });
    }
  }
  return { claim: { safe: safes[0], chainId: chains[0], version: versions[0] }, given, faults };
}

function twice(values: readonly unknown[], code: ErrorCode, what: string): SafeFault[] {
  const different = [...new Set(values)];
  if (different.length < 2) return [];
  const reason = `it names two ${what}: ${different.map(String).join(' and ')}`;
  return [{ verdict: 'REFUSE', refusal: refusal(code, reason) }];
}

function safesOf(object: JsonObject): readonly Address[] {
  const { safe } = object;
  // "safe_…" is Sluice's own id of a Safe, which only the service can resolve to an address.
  const isId = typeof safe === 'string' && (safe === '' || safe.startsWith('safe_'));
  const named = isObject(safe)
    ? (['address', 'value'] as const).flatMap((name) => presentOf(safe, name, chainAddress))
    : isId
      ? []
      : presentOf(object, 'safe', chainAddress);
  const ids = [object['txId'], object['id']].flatMap((id) => gatewayId(id)?.safe ?? []);
  const others = ['safeAddress', 'verifyingContract', 'createdFromSafeAddress']
    .filter((name) => object[name] !== '')
    .flatMap((name) => presentOf(object, name, chainAddress));
  return [...named, ...others, ...ids];
}

function chainsOf(object: JsonObject): readonly number[] {
  const prefixes = ADDRESSES.flatMap((name) => prefixChain(object[name]));
  const { safe } = object;
  const inner = isObject(safe) ? chainsOf(safe) : [];
  // Some write the chain's number under a name that others keep for words.
  const loose = ['networkId', 'network', 'chain'].filter((name) => isChainNumber(object[name]));
  const numbers = ['chainId', ...loose].flatMap((name) => presentOf(object, name, chainNumber));
  return [...numbers, ...inner, ...prefixes, ...shortNames(object)];
}

/** The chain by its short name of EIP-3770; other words for chains are nobody's standard. */
function shortNames(object: JsonObject): readonly number[] {
  return ['network', 'chain', 'shortName', 'chainShortName'].flatMap((name) => {
    const value = object[name];
    return typeof value === 'string' ? (CHAIN_SHORT_NAMES.get(value) ?? []) : [];
  });
}

function isChainNumber(value: LosslessJson | undefined): boolean {
  if (value instanceof NumberText) return true;
  return typeof value === 'string' && /^(?:eip155:)?(?:[1-9][0-9]{0,15}|0x[0-9a-fA-F]{1,13})$/.test(value);
}

/** A chain by its number, decimal or hex, or by CAIP-2 ("eip155:1"), as WalletConnect writes it. */
export function chainNumber(value: LosslessJson | undefined): number {
  const caip = typeof value === 'string' ? /^eip155:([1-9][0-9]{0,15})$/.exec(value)?.[1] : undefined;
  return smallNumber(caip ?? value);
}

function prefixChain(value: LosslessJson | undefined): readonly number[] {
  if (typeof value !== 'string' || !value.includes(':')) return [];
  const { chainId } = parseChainAddress(value);
  return chainId === null ? [] : [chainId];
}

/** The variant that logs more is the same release, and what is signed is the same: some services leave "+L2" out. */
function alike(version: string): string {
  const { isSupported, release } = statedVersion(version);
  return isSupported ? release : version;
}

// What other tools call the version that the Safe's own code states.
const VERSION_NAMES = [
  ...['safeVersion', 'contractVersion', 'safeContractVersion', 'implementationVersion'],
  ...['singletonVersion', 'masterCopyVersion'],
] as const;

/** Of a batch file, of an export ("1.0"), or of the method of signing ("V4"): no version of the Safe. */
function isFormatVersion(object: JsonObject): boolean {
  const { version, to } = object;
  const isAround =
    to === undefined && typeof version === 'string' && /^(?:[0-9]+\.[0-9]+|[vV][0-9])$/.test(version);
  return isAround || Array.isArray(object['transactions']);
}

function versionsOf(object: JsonObject): readonly string[] {
  const { safe } = object;
  const own = isFormatVersion(object) ? [] : presentOf(object, 'version', text);
  return [
    ...own,
    ...VERSION_NAMES.flatMap((name) => presentOf(object, name, text)),
    ...(isObject(safe) ? presentOf(safe, 'version', text) : []),
  ];
}

function hashesOf(object: JsonObject, aliases: readonly string[]): readonly Bytes32[] {
  const ids = aliases.includes('safeTxHash')
    ? [object['txId'], object['id']].flatMap((id) => gatewayId(id)?.safeTxHash ?? [])
    : [];
  const read = aliases.filter((name) => !isLoose(name) || isHash(object[name]));
  return [...read.flatMap((name) => presentOf(object, name, bytes32)), ...ids];
}

function isLoose(name: string): boolean {
  return (LOOSE_HASHES as readonly string[]).includes(name);
}

function isHash(value: LosslessJson | undefined): boolean {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value);
}

/** The Client Gateway's id of a transaction names its Safe and its hash. */
export function gatewayId(
  id: LosslessJson | undefined,
): { readonly safe: Address; readonly safeTxHash: Bytes32 } | undefined {
  const match = typeof id === 'string' ? /^multisig_(0x[^_]+)_(0x[^_]+)$/.exec(id) : null;
  if (!match) return undefined;
  const [, safe = '', safeTxHash = ''] = match;
  const named: JsonObject = { safe, safeTxHash };
  return { safe: member(named, 'safe', address), safeTxHash: member(named, 'safeTxHash', bytes32) };
}

function presentOf<T>(object: JsonObject, name: string, read: (value: LosslessJson | undefined) => T): T[] {
  const value = optional(object, name, read);
  return value === undefined ? [] : [value];
}

import { type Hex, concat, numberToHex, size, slice } from 'viem';
import { DomainError } from '../../../domain/errors.js';
import type { OwnerSignature } from '../../../domain/signatures/owner-signature.js';
import type { BroughtSignatures } from '../../../domain/transfers/signatures-fault.js';
import {
  type JsonObject,
  bytes,
  bytes32,
  isObject,
  list,
  member,
  object,
  optional,
  smallNumber,
  text,
} from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import { account } from './gateway-detail.js';
import { bytesOrNone, chainAddress } from '../form-fields/safe-tx-fields.js';

// Under which names Safe's services, its kits and their older forms hold who signed, and the bytes.
const OWNER_NAMES = ['owner', 'signer', 'signerAddress', 'address'] as const;
const BYTES_NAMES = ['signature', 'sig', 'data'] as const;
const LISTS = ['confirmations', 'signatures'] as const;

interface Row {
  readonly owner: OwnerSignature['owner'] | null;
  readonly signature: Hex;
}

/** Every signature that stands in these objects, under whatever name it is held. */
export function signaturesOf(objects: readonly JsonObject[]): BroughtSignatures {
  const sources = objects.flatMap((each) => [
    ...LISTS.map((name) => rowsOf(each, name)),
    sentOf(each),
    otherNames(each),
  ]);
  sources.push(strayRows(objects));
  const rows = withoutCopies(sources);
  const named = rows.flatMap(({ owner, signature }) => (owner === null ? [] : [{ owner, signature }]));
  const unnamed = rows.flatMap(({ owner, signature }) => (owner === null ? [signature] : []));
  const blobs = objects.flatMap(blobOf);
  const [signatures, ...others] = [...new Set(blobs)];
  if (others.length > 0)
    throw new DomainError('BODY_SCHEMA', 'signatures: they are there twice, differently');
  return {
    ...(signatures !== undefined && { signatures }),
    ...(named.length > 0 && { confirmations: named }),
    ...(unnamed.length > 0 && { unnamed }),
  };
}

/** One signature may stand in two lists; twice in one list it is a fault, which the domain names. */
function withoutCopies(sources: readonly (readonly Row[])[]): readonly Row[] {
  const rows: Row[] = [];
  for (const source of sources) {
    const before = [...rows];
    rows.push(...source.filter((row) => !before.some((known) => isCopy(row, known))));
  }
  return rows;
}

function isCopy(row: Row, known: Row): boolean {
  return row.signature === known.signature && (row.owner === null || row.owner === known.owner);
}

function rowsOf(holder: JsonObject, name: string): readonly Row[] {
  const held = holder[name];
  if (Array.isArray(held))
    return member(holder, name, list).flatMap((row) => member({ [name]: row }, name, rowOf));
  if (!isObject(held)) return [];
  // How JavaScript's debuggers and replacers write a Map.
  const entries = held['dataType'] === 'Map' ? (held['value'] ?? held['entries']) : undefined;
  if (Array.isArray(entries)) return (entries as readonly LosslessJson[]).flatMap(rowOf);
  if (isSplit(held)) return [{ owner: null, signature: joined(held) }];
  return Object.entries(held).map(([key, value]) => keyed(name, key, value));
}

/** A row of a list: bytes alone, an entry of a JavaScript Map, or an object that names its owner. */
function rowOf(row: LosslessJson | undefined): readonly Row[] {
  if (typeof row === 'string') return [{ owner: null, signature: bytes(row) }];
  if (Array.isArray(row)) {
    const [key, value] = row as readonly LosslessJson[];
    return [keyed('signatures', text(key), value)];
  }
  const held = object(row);
  return [{ owner: ownerOf(held), signature: signatureIn(held) }];
}

/** An entry of a map from owners to signatures. */
function keyed(name: string, key: string, value: LosslessJson | undefined): Row {
  const owner = member({ [key]: key }, key, chainAddress);
  if (typeof value === 'string') return { owner, signature: member({ [name]: value }, name, bytes) };
  const held = member({ [name]: value ?? null }, name, object);
  const inner = OWNER_NAMES.some((each) => held[each] !== undefined) ? ownerOf(held) : owner;
  if (inner === owner) return { owner, signature: signatureIn(held) };
  throw new DomainError('BODY_SCHEMA', `${name}: ${owner} is the key of a signature by ${String(inner)}`);
}

/** Null if the row names nobody: whose signature it is, only recovering it tells. */
function ownerOf(row: JsonObject): Row['owner'] {
  return firstOf(row, OWNER_NAMES);
}

function signatureIn(row: JsonObject): Hex {
  if (isSplit(row)) return joined(row);
  const name = BYTES_NAMES.find((each) => row[each] !== undefined) ?? 'signature';
  const held = row[name];
  return isObject(held) && isSplit(held) ? joined(held) : member(row, name, bytesOrNone);
}

/** The signature of whoever posts: the Transaction Service's body, and protocol-kit's names for the same. */
function sentOf(holder: JsonObject): readonly Row[] {
  const named = optional(holder, 'senderSignature', bytes);
  const bare = holder['signature'];
  // That of a function has a bracket ("transfer(address,uint256)").
  const isNone = bare === '' || (typeof bare === 'string' && bare.includes('('));
  const plain = isObject(bare) ? joined(bare) : isNone ? undefined : optional(holder, 'signature', bytes);
  return [
    ...(named === undefined ? [] : piecesOf(named, firstOf(holder, ['senderAddress', ...SENDERS]))),
    ...(plain === undefined ? [] : piecesOf(plain, firstOf(holder, [...SENDERS, 'senderAddress']))),
  ];
}

/**
 * Safe's command line posts the signatures of several keys as one, in ascending order, under the name of the first. With a
 * contract's signature among them the bytes have another layout, and stay whole.
 */
function piecesOf(held: Hex, owner: Row['owner']): readonly Row[] {
  const pieces = split(held);
  const isByKeys = size(held) % 65 === 0 && pieces.every((each) => isKeySignature(each));
  if (pieces.length < 2 || !isByKeys) return [{ owner, signature: held }];
  return pieces.map((signature, at) => ({ owner: at === 0 ? owner : null, signature }));
}

function split(held: Hex): readonly Hex[] {
  const count = Math.max(1, Math.ceil(size(held) / 65));
  return Array.from({ length: count }, (_, at) => slice(held, at * 65, Math.min(size(held), (at + 1) * 65)));
}

const SENDERS = ['sender', 'owner', 'signer', 'signerAddress', 'address'] as const;

function firstOf(holder: JsonObject, names: readonly string[]): OwnerSignature['owner'] | null {
  const name = names.find((each) => (holder[each] ?? null) !== null);
  if (name === undefined) return null;
  return member({ [name]: account(holder[name]) ?? null }, name, chainAddress);
}

const READ = new Set<string>([...LISTS, 'signature', 'senderSignature']);

/** Signatures under a name that nobody agreed on ("ownerSignature", "encodedSignatures"): none is passed over. */
function otherNames(holder: JsonObject): readonly Row[] {
  return Object.entries(holder).flatMap(([name, value]) => {
    if (READ.has(name) || !/signatures?$/i.test(name)) return [];
    if (typeof value !== 'string' || !value.startsWith('0x') || value === '0x') return [];
    return split(member(holder, name, bytes)).map((signature) => ({ owner: null, signature }));
  });
}

/** `r`, `s` and `v` (or the parity) apart, as ethers and others hold a signature. */
function isSplit(held: JsonObject): boolean {
  return held['r'] !== undefined && [...COMPACT_NAMES, 's'].some((name) => held[name] !== undefined);
}

/** The second half of a compact signature (EIP-2098), as viem and ethers call it. */
const COMPACT_NAMES = ['yParityAndS', '_vs', 'vs'] as const;

function joined(held: JsonObject): Hex {
  const compact = COMPACT_NAMES.find((name) => held[name] !== undefined);
  if (compact !== undefined && held['s'] === undefined)
    return concat([member(held, 'r', bytes32), member(held, compact, bytes32)]);
  const parity = optional(held, 'yParity', smallNumber) ?? optional(held, 'recoveryParam', smallNumber);
  const v =
    parity === undefined ? member(held, 'v', smallNumber) : (optional(held, 'v', smallNumber) ?? 27 + parity);
  if (v > 255) throw new DomainError('SIG_TYPE', `v=${String(v)} is not known`);
  return concat([member(held, 'r', bytes32), member(held, 's', bytes32), numberToHex(v, { size: 1 })]);
}

/** All signatures in one text: the argument of execTransaction. Of an object an empty one says that there are none yet. */
function blobOf(holder: JsonObject): readonly Hex[] {
  if (Array.isArray(holder['signatures']) || isObject(holder['signatures'])) return [];
  const blob = optional(holder, 'signatures', bytes);
  return blob === undefined || blob === '0x' ? [] : [blob];
}

/**
 * Signatures anywhere else in these objects, under whatever name and however deep ("approvals", "ethSignSignatures"):
 * 65 bytes with a v of a key are nothing else. What is read already is found again, and left out as a copy.
 */
function strayRows(objects: readonly JsonObject[]): readonly Row[] {
  return objects.flatMap((each) =>
    Object.entries(each).flatMap(([name, value]) => (NOT_SWEPT.has(name) ? [] : swept(value, each, name, 0))),
  );
}

const NOT_SWEPT = new Set([
  ...READ,
  'types',
  'message',
  'domain',
  'dataDecoded',
  'decodedData',
  'data',
  'input',
]);
const SWEPT_DEPTH = 6;

function swept(value: LosslessJson, holder: JsonObject, name: string, depth: number): readonly Row[] {
  if (depth > SWEPT_DEPTH || /pub(?:lic)?_?key/i.test(name)) return [];
  if (typeof value === 'string') return isKeySignature(value) ? [strayRow(value, holder, name)] : [];
  if (Array.isArray(value))
    return (value as readonly LosslessJson[]).flatMap((each) => swept(each, {}, name, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => swept(each, value, key, depth + 1));
}

function strayRow(value: string, holder: JsonObject, name: string): Row {
  // Python prints bytes without 0x.
  const written = `0x${value.replace(/^0x/i, '')}`;
  const signature = bytes(written);
  if (/^(?:[a-z0-9-]+:)?0x[0-9a-fA-F]{40}$/.test(name)) return keyed('signatures', name, written);
  return { owner: firstOf(holder, [...OWNER_NAMES, 'sender', 'approver']), signature };
}

function isKeySignature(text: string): boolean {
  return /^(?:0x)?[0-9a-fA-F]{128}(?:00|01|1b|1c|1f|20)$/i.test(text);
}

import type { Hex } from 'viem';
import { DomainError } from '../../domain/errors.js';
import type { OwnerSignature } from '../../domain/signatures/owner-signature.js';
import { parseExecCalldata } from '../../domain/transfers/exec-calldata.js';
import type { GivenDigests } from '../../domain/transfers/given-digests.js';
import type { Proposal } from '../../domain/transfers/inspect.js';
import type { ProposedSafeTransaction } from '../../domain/transfers/safe-transaction.js';
import type { Address } from '../../domain/values/address.js';
import { parseHex } from '../../domain/values/hex.js';
import {
  type JsonObject,
  address,
  addressOrZero,
  anyUint,
  bytes,
  bytes32,
  bytesOrNone,
  isObject,
  list,
  member,
  object,
  optional,
  smallNumber,
  text,
  uint,
} from './fields.js';
import { type LosslessJson, readJson } from './read-json.js';
import { typedDataParts } from './typed-data.js';

// Where the ten SafeTx fields may be: in a nested object of one of these names, or at the top.
const HOLDERS = ['transaction', 'tx', 'safeTransactionData', 'data'] as const;

/** Reads a Safe transaction in any of the forms in which people pass them on. */
export function readProposal(content: string, nonce: bigint | null): Proposal {
  const trimmed = content.trim();
  if (trimmed.startsWith('0x')) return fromCalldata(hexOf(trimmed), nonce);
  const json = readJson(trimmed);
  if (typeof json === 'string') return fromCalldata(hexOf(json), nonce);
  if (!isObject(json)) throw new DomainError('BODY_SCHEMA', 'expected an object, or calldata as 0x-hex');
  return proposalOf(json);
}

/** A Safe transaction as JSON: Sluice's own, Safe Transaction Service's, protocol-kit's, or EIP-712 typed data. */
export function proposalOf(json: JsonObject): Proposal {
  const typed = typedDataParts(json);
  const all = typed ? { ...json, ...typed } : json;
  const isService = 'contractTransactionHash' in all || 'submissionDate' in all || 'isExecuted' in all;
  const holder = HOLDERS.find((name) => isObject(all[name]));
  const fields = holder ? object(all[holder]) : all;
  return {
    transaction: transactionOf(fields, isService ? anyUint : uint),
    ...safeClaim(all),
    given: givenOf(all),
    signatures: blobOf(all, isService),
    confirmations: confirmationsOf(all),
  };
}

function transactionOf(fields: JsonObject, number: typeof uint): ProposedSafeTransaction {
  return {
    to: member(fields, 'to', address),
    value: member(fields, 'value', number),
    data: member(fields, 'data', bytesOrNone),
    operation: member(fields, 'operation', operation),
    safeTxGas: member(fields, 'safeTxGas', number),
    baseGas: member(fields, 'baseGas', number),
    gasPrice: member(fields, 'gasPrice', number),
    gasToken: member(fields, 'gasToken', addressOrZero),
    refundReceiver: member(fields, 'refundReceiver', addressOrZero),
    nonce: member(fields, 'nonce', number),
  };
}

function operation(value: LosslessJson | undefined): number {
  const read = smallNumber(value);
  if (read <= 255) return read;
  throw new DomainError('OP_UNKNOWN', `operation ${String(read)} does not exist`);
}

function safeClaim(all: JsonObject): Pick<Proposal, 'safe' | 'chainId' | 'version'> {
  const named = optional(all, 'safe', text) ?? '';
  const holder = named === '' ? 'safeAddress' : 'safe';
  // "safe_…" is Sluice's own id of a Safe, which only the service can resolve to an address.
  const safe = named.startsWith('safe_') ? undefined : optional(all, holder, address);
  return {
    safe,
    chainId: optional(all, 'chainId', smallNumber),
    version: optional(all, 'version', text) ?? optional(all, 'safeVersion', text),
  };
}

function givenOf(all: JsonObject): GivenDigests {
  const hashes = ['safeTxHash', 'contractTransactionHash', 'eip712Digest'].map((name) =>
    optional(all, name, bytes32),
  );
  const [eip712Digest, ...others] = hashes.filter((each) => each !== undefined);
  if (others.some((each) => each !== eip712Digest)) {
    throw new DomainError('HASH_MISMATCH', 'it comes with two different hashes for one transaction');
  }
  return {
    eip712Digest,
    domainHash: optional(all, 'domainHash', bytes32),
    messageHash: optional(all, 'messageHash', bytes32) ?? optional(all, 'structHash', bytes32),
    calldataDigest: optional(all, 'calldataDigest', bytes32),
  };
}

function blobOf(all: JsonObject, isService: boolean): Hex | undefined {
  if (Array.isArray(all['signatures']) || isObject(all['signatures'])) return undefined;
  const blob = optional(all, 'signatures', bytes);
  return isService && blob === '0x' ? undefined : blob;
}

function confirmationsOf(all: JsonObject): readonly OwnerSignature[] | undefined {
  const rows = ['confirmations', 'signatures'].flatMap((name) =>
    Array.isArray(all[name]) ? member(all, name, list) : [],
  );
  const sender = optional(all, 'senderAddress', address);
  const sent = sender && { owner: sender, signature: member(all, 'senderSignature', bytes) };
  const stored = [...rows.map((row) => confirmation(object(row))), ...(sent ? [sent] : [])];
  return stored.length === 0 ? undefined : stored;
}

function confirmation(row: JsonObject): OwnerSignature {
  const owner: Address = member(row, 'owner', address);
  const name = 'sig' in row ? 'sig' : 'signature';
  return { owner, signature: member(row, name, bytesOrNone) };
}

/** execTransaction's calldata names no Safe, chain or nonce. They come from the world or the command line. */
function fromCalldata(calldata: Hex, nonce: bigint | null): Proposal {
  const read = parseExecCalldata(calldata);
  if ('code' in read) throw new DomainError(read.code, read.reason);
  return {
    transaction: { ...read.transaction, nonce: nonce ?? 0n },
    isNonceUnknown: nonce === null,
    signatures: read.signatures,
  };
}

function hexOf(written: string): Hex {
  try {
    return parseHex(written);
  } catch (cause) {
    throw new DomainError('BODY_SCHEMA', 'expected whole bytes as 0x-hex', [], { cause });
  }
}

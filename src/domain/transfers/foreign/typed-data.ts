import { type Hex, type TypedDataParameter, hashDomain, hashStruct, hashTypedData } from 'viem';
import { addressFromHex } from '../../values/address.js';
import { type Bytes32, parseBytes32 } from '../../values/hex.js';
import type { SafeTxDigests } from '../safe-tx-hash.js';

/** JSON whose numbers are kept as the digits that were written. */
export type WrittenJson =
  | string
  | boolean
  | null
  | readonly WrittenJson[]
  | { readonly [key: string]: WrittenJson };

type Members = Readonly<Record<string, WrittenJson>>;

/** EIP-712 typed data as somebody hands it to a wallet. */
export interface TypedData {
  readonly types: Readonly<Record<string, readonly TypedDataParameter[]>>;
  readonly primaryType: string;
  readonly domain: Members;
  readonly message: Members;
}

/** The standard's order of a domain's members (EIP-712, definition of domainSeparator). */
const DOMAIN_ORDER: readonly TypedDataParameter[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];

/**
 * The type of the domain: the given one, else what ethers and viem derive from its members. (MetaMask hashes an empty
 * domain in that case.)
 */
export function domainType({ types, domain }: TypedData): readonly TypedDataParameter[] {
  return types['EIP712Domain'] ?? DOMAIN_ORDER.filter(({ name }) => (domain[name] ?? null) !== null);
}

/**
 * What a wallet signs that hashes this typed data by its own types, whatever they are; null if no wallet can, because
 * types and values do not fit.
 */
export function walletDigests(data: TypedData): SafeTxDigests | null {
  const types: Record<string, readonly TypedDataParameter[]> = {
    ...data.types,
    EIP712Domain: domainType(data),
  };
  try {
    const domain = structOf(data.domain, 'EIP712Domain', types, 0);
    const message = structOf(data.message, data.primaryType, types, 0);
    const { primaryType } = data;
    return {
      domainHash: bytes32(hashDomain({ domain, types: mutable(types) })),
      messageHash: bytes32(hashStruct({ data: message, primaryType, types: mutable(types) })),
      digest: bytes32(hashTypedData({ domain, types: mutable(types), primaryType, message })),
    };
  } catch {
    return null; // viem throws for what has no encoding, and so does a value that is not of its type
  }
}

/** What MetaMask signs where the type of the domain is missing. */
export function emptyDomainDigest(data: TypedData): Bytes32 | null {
  return walletDigests({ ...data, domain: {}, types: { ...data.types, EIP712Domain: [] } })?.digest ?? null;
}

type Types = Readonly<Record<string, readonly TypedDataParameter[]>>;

/** No honest type nests as deep, and a type that holds itself would never end. */
const DEPTH_MAX = 16;

function structOf(value: WrittenJson | undefined, type: string, types: Types, depth: number) {
  if (depth > DEPTH_MAX) throw new TypeError('the types nest too deep');
  if (!isMembers(value)) throw new TypeError(`expected the members of ${type}`);
  const fields = types[type] ?? [];
  return Object.fromEntries(
    fields.map((field) => [field.name, valueOf(value[field.name], field.type, types, depth)]),
  );
}

/** A value in the form in which viem encodes it. It is checked against its type as wallets do it. */
function valueOf(value: WrittenJson | undefined, type: string, types: Types, depth: number): unknown {
  const [, item, count] = /^(.*)\[([0-9]*)\]$/.exec(type) ?? [];
  if (item !== undefined) {
    if (!Array.isArray(value) || (count !== '' && value.length !== Number(count)))
      throw new TypeError(`expected a list for ${type}`);
    return (value as readonly WrittenJson[]).map((each) => valueOf(each, item, types, depth + 1));
  }
  if (Object.hasOwn(types, type)) return structOf(value, type, types, depth + 1);
  if (/^u?int[0-9]+$/.test(type)) return integerOf(value);
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'bool' || typeof value !== 'string') throw new TypeError(`no value of ${type}`);
  // For the hash the case has no meaning; whoever shows the address checks it.
  return type === 'address' ? addressFromHex(value) : value;
}

function integerOf(value: WrittenJson | undefined): bigint {
  if (typeof value !== 'string' || !/^(?:-?(?:0|[1-9][0-9]{0,77})|0x[0-9a-fA-F]{1,64})$/.test(value))
    throw new TypeError('no whole number');
  return BigInt(value);
}

function mutable(types: Types): Record<string, TypedDataParameter[]> {
  return Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]));
}

function isMembers(value: WrittenJson | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bytes32(hash: Hex): Bytes32 {
  return parseBytes32(hash);
}

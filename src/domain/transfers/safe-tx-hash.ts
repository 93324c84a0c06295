import { type Hex, concat, encodeAbiParameters, keccak256, numberToHex, size } from 'viem';
import { type StatedVersion, statedVersion } from '../safes/safe-version.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';

// Safe.sol (>= 1.3.0), DOMAIN_SEPARATOR_TYPEHASH: keccak256("EIP712Domain(uint256 chainId,address verifyingContract)").
const DOMAIN_TYPEHASH: Hex = '0x47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218';

// Safe.sol, SAFE_TX_TYPEHASH: keccak256 of SafeTx and its ten fields, in the order of SAFE_TX_FIELDS.
const SAFE_TX_TYPEHASH: Hex = '0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8';

// Safe.sol (< 1.3.0): keccak256("EIP712Domain(address verifyingContract)").
const OLD_DOMAIN_TYPEHASH: Hex = '0x035aff83d86937d35b32e04f0ddc6ff469290eef2f1b692d8a815c89404d4749';

// GnosisSafe.sol (< 1.0.0): SafeTx with dataGas in place of baseGas.
const OLD_SAFE_TX_TYPEHASH: Hex = '0x14d461bc7412367e924637b363c7bf29b8f47e2f84869f4426e5633d8af47b20';

const CURRENT = statedVersion('1.4.1');

/** The type SafeTx (Safe >= 1.0.0). Names, types and order decide the hash. */
export const SAFE_TX_FIELDS = [
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'data', type: 'bytes' },
  { name: 'operation', type: 'uint8' },
  { name: 'safeTxGas', type: 'uint256' },
  { name: 'baseGas', type: 'uint256' },
  { name: 'gasPrice', type: 'uint256' },
  { name: 'gasToken', type: 'address' },
  { name: 'refundReceiver', type: 'address' },
  { name: 'nonce', type: 'uint256' },
] as const;

/** The type EIP712Domain of Safes (>= 1.3.0). */
export const DOMAIN_FIELDS = [
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const;

/** The three hashes of a Safe transaction under their ERC-8213 names; `digest` is what Safe calls safeTxHash. */
export interface SafeTxDigests {
  readonly domainHash: Bytes32;
  readonly messageHash: Bytes32;
  readonly digest: Bytes32;
}

const [UINT8, UINT256] = [1n << 8n, 1n << 256n];
const ZERO_WORD = '0'.repeat(64);
const ADDRESS_PADDING = '0'.repeat(24);
const NO_DATA_HASH = keccak256('0x').slice(2);

// Cached by chain and Safe: a Safe's domain never changes, and every hash needs it.
const DOMAIN_HASHES = new Map<string, Bytes32>();
const MAX_DOMAIN_HASHES = 10_000;

/** The EIP-712 domain separator of one Safe (>= 1.3.0) on one chain. */
function domainHash(chainId: number, safe: Address): Bytes32 {
  const key = `${String(chainId)} ${safe}`;
  const known = DOMAIN_HASHES.get(key);
  if (known !== undefined) return known;
  const hash = hashOf([DOMAIN_TYPEHASH.slice(2), uintWord(BigInt(chainId), UINT256), addressWord(safe)]);
  if (DOMAIN_HASHES.size >= MAX_DOMAIN_HASHES) DOMAIN_HASHES.clear();
  DOMAIN_HASHES.set(key, hash);
  return hash;
}

function oldDomainHash(safe: Address): Bytes32 {
  const encoded = encodeAbiParameters(
    [{ type: 'bytes32' }, { type: 'address' }],
    [OLD_DOMAIN_TYPEHASH, safe],
  );
  return parseBytes32(keccak256(encoded));
}

/** The EIP-712 struct hash of a Safe transaction. It does not depend on chain or Safe. */
export function messageHash(tx: ProposedSafeTransaction, version: StatedVersion = CURRENT): Bytes32 {
  return hashOf([
    (version.hasDataGas ? OLD_SAFE_TX_TYPEHASH : SAFE_TX_TYPEHASH).slice(2),
    addressWord(tx.to),
    uintWord(tx.value, UINT256),
    tx.data === '0x' ? NO_DATA_HASH : keccak256(tx.data).slice(2),
    uintWord(BigInt(tx.operation), UINT8),
    uintWord(tx.safeTxGas, UINT256),
    uintWord(tx.baseGas, UINT256),
    uintWord(tx.gasPrice, UINT256),
    addressWord(tx.gasToken),
    addressWord(tx.refundReceiver),
    uintWord(tx.nonce, UINT256),
  ]);
}

function hashOf(words: readonly string[]): Bytes32 {
  return keccak256(`0x${words.join('')}`) as Bytes32;
}

// ABI encoding of static values is one padded word each. Writing them directly is several times faster than viem's
// general encoder, and specs compare the two.
function addressWord(address: Address): string {
  if (address.length !== 42) throw new TypeError('an address has 20 bytes');
  return ADDRESS_PADDING + address.slice(2);
}

function uintWord(value: bigint, limit: bigint): string {
  if (value === 0n) return ZERO_WORD;
  if (value < 0n || value >= limit) throw new RangeError('a number is out of the range of its field');
  return value.toString(16).padStart(64, '0');
}

/**
 * The hashes that the Safe's owners sign, by this project's own EIP-712 code (invariant 3). Old versions are hashed by
 * their own rules, so that foreign transactions are shown correctly. Sluice sends nothing from such Safes.
 */
export function safeTxDigests(
  tx: ProposedSafeTransaction,
  chainId: number,
  safe: Address,
  version: StatedVersion = CURRENT,
): SafeTxDigests {
  const domain = version.hasChainInDomain ? domainHash(chainId, safe) : oldDomainHash(safe);
  const message = messageHash(tx, version);
  const digest = hashOf(['1901', domain.slice(2), message.slice(2)]);
  return { domainHash: domain, messageHash: message, digest };
}

/** ERC-8213 calldata digest: keccak256(uint256(length) || calldata). */
export function calldataDigest(data: Hex): Bytes32 {
  return parseBytes32(keccak256(concat([numberToHex(size(data), { size: 32 }), data])));
}

/** EIP-712 typed data as `eth_signTypedData_v4` takes it; every integer wider than uint8 is a decimal string. */
export interface SafeTxTypedData {
  readonly types: {
    readonly EIP712Domain: typeof DOMAIN_FIELDS;
    readonly SafeTx: typeof SAFE_TX_FIELDS;
  };
  readonly primaryType: 'SafeTx';
  readonly domain: { readonly chainId: number; readonly verifyingContract: Address };
  readonly message: {
    readonly to: Address;
    readonly value: string;
    readonly data: Hex;
    readonly operation: number;
    readonly safeTxGas: string;
    readonly baseGas: string;
    readonly gasPrice: string;
    readonly gasToken: Address;
    readonly refundReceiver: Address;
    readonly nonce: string;
  };
}

/** The full typed data of a Safe transaction as JSON. Hashing it anywhere must give `safeTxDigests`. */
export function safeTxTypedData(
  tx: ProposedSafeTransaction,
  chainId: number,
  safe: Address,
): SafeTxTypedData {
  return {
    types: { EIP712Domain: DOMAIN_FIELDS, SafeTx: SAFE_TX_FIELDS },
    primaryType: 'SafeTx',
    domain: { chainId, verifyingContract: safe },
    message: {
      to: tx.to,
      value: tx.value.toString(),
      data: tx.data,
      operation: tx.operation,
      safeTxGas: tx.safeTxGas.toString(),
      baseGas: tx.baseGas.toString(),
      gasPrice: tx.gasPrice.toString(),
      gasToken: tx.gasToken,
      refundReceiver: tx.refundReceiver,
      nonce: tx.nonce.toString(),
    },
  };
}

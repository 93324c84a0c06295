import { type ErrorCode, type Refusal, refusal } from '../errors.js';
import { statedVersion } from '../safes/safe-version.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';
import { type SafeTxDigests, calldataDigest, safeTxDigests } from './safe-tx-hash.js';

/** The digests of a Safe transaction by their names of ERC-8213. */
export interface TransactionDigests {
  readonly domainHash: Bytes32;
  readonly messageHash: Bytes32;
  readonly eip712Digest: Bytes32;
  readonly calldataDigest: Bytes32;
}

/** Hashes that came with a transaction. They are claims about its fields: compared, never used. */
export type GivenDigests = Partial<{ readonly [K in keyof TransactionDigests]: Bytes32 | undefined }>;

/** The Safe that a transaction is hashed for. */
export interface HashedFor {
  readonly chainId: number;
  readonly safe: Address;
  readonly version: string | null;
}

const LABELS: Readonly<Record<keyof TransactionDigests, string>> = {
  domainHash: 'domain hash',
  messageHash: 'message hash',
  eip712Digest: 'safeTxHash',
  calldataDigest: 'calldata digest',
};

// Chains with Safes. Used only to say for which other chain a hash was made.
const CHAINS: readonly number[] = [
  1, 10, 56, 100, 130, 137, 146, 250, 324, 480, 1101, 5000, 8453, 31337, 42161, 42220, 43114, 59144, 80094,
  81457, 534352, 11155111,
];

export function transactionDigests(
  tx: ProposedSafeTransaction,
  { chainId, safe, version }: HashedFor,
): TransactionDigests {
  const hashed = safeTxDigests(tx, chainId, safe, statedVersion(version ?? '1.4.1'));
  return named(hashed, tx);
}

/**
 * Whether the hashes that came with a transaction match its fields. A hash of other fields freezes: somebody shows one
 * transaction and has another signed (THREATS G12). A hash of the same fields for another chain or an old domain is
 * refused as such (E08, E09).
 */
export function givenDigestsFault(
  tx: ProposedSafeTransaction,
  given: GivenDigests,
  hashedFor: HashedFor,
): { readonly verdict: 'FREEZE' | 'REFUSE'; readonly refusal: Refusal } | undefined {
  const ours = transactionDigests(tx, hashedFor);
  const wrong = differing(given, ours);
  if (wrong === undefined) return undefined;
  const other = otherDomain(tx, given, hashedFor);
  if (other) return { verdict: 'REFUSE', refusal: refusal(other.code, other.reason) };
  const reason = `the ${LABELS[wrong]} that came with it, ${given[wrong] ?? ''}, is not that of its fields, ${ours[wrong]}: what is shown is not what would be signed`;
  return { verdict: 'FREEZE', refusal: refusal('HASH_MISMATCH', reason) };
}

function differing(given: GivenDigests, ours: TransactionDigests): keyof TransactionDigests | undefined {
  const order = ['eip712Digest', 'messageHash', 'domainHash', 'calldataDigest'] as const;
  return order.find((name) => given[name] !== undefined && given[name] !== ours[name]);
}

function otherDomain(
  tx: ProposedSafeTransaction,
  given: GivenDigests,
  { safe, chainId, version }: HashedFor,
): { code: ErrorCode; reason: string } | undefined {
  if (given.eip712Digest === undefined && given.domainHash === undefined) return undefined;
  const fits = (form: string, chain: number) =>
    differing(given, named(safeTxDigests(tx, chain, safe, statedVersion(form)), tx)) === undefined;
  if (statedVersion(version ?? '1.4.1').hasChainInDomain && fits('1.1.1', chainId)) {
    const reason =
      'the hash is of the domain before 1.3.0, without a chain: a signature over it holds on every chain';
    return { code: 'SAFE_VERSION_UNSUPPORTED', reason };
  }
  const chain = CHAINS.find((each) => fits('1.4.1', each));
  if (chain === undefined || chain === chainId) return undefined;
  const reason = `the hash is of the same fields on chain ${String(chain)}, not on chain ${String(chainId)}`;
  return { code: 'CHAIN_MISMATCH', reason };
}

function named(hashed: SafeTxDigests, tx: ProposedSafeTransaction): TransactionDigests {
  return {
    domainHash: hashed.domainHash,
    messageHash: hashed.messageHash,
    eip712Digest: hashed.digest,
    calldataDigest: calldataDigest(tx.data),
  };
}

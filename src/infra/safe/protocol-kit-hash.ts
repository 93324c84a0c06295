import { calculateSafeTransactionHash } from '@safe-global/protocol-kit';
import type { SupportedSafeVersion } from '../../domain/safes/onboarding.js';
import type { ProposedSafeTransaction } from '../../domain/transfers/safe-transaction.js';
import type { Address } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';

type SdkTransaction = Parameters<typeof calculateSafeTransactionHash>[1];

export interface SafeIdentity {
  readonly chainId: number;
  readonly address: Address;
  readonly version: SupportedSafeVersion;
}

/** The safeTxHash by Safe's own SDK, offline, to compare with ours. */
export function protocolKitHash(tx: ProposedSafeTransaction, safe: SafeIdentity): Bytes32 {
  const fields = {
    to: tx.to,
    value: tx.value.toString(),
    data: tx.data,
    // The SDK's enum of 0 and 1 is not exported; it only encodes the number.
    operation: tx.operation as unknown as SdkTransaction['operation'],
    safeTxGas: tx.safeTxGas.toString(),
    baseGas: tx.baseGas.toString(),
    gasPrice: tx.gasPrice.toString(),
    gasToken: tx.gasToken,
    refundReceiver: tx.refundReceiver,
    // The SDK takes a JavaScript number and would round a larger nonce silently.
    nonce: exactNumber(tx.nonce),
  };
  return parseBytes32(calculateSafeTransactionHash(safe.address, fields, safe.version, BigInt(safe.chainId)));
}

function exactNumber(nonce: bigint): number {
  if (nonce > BigInt(Number.MAX_SAFE_INTEGER)) throw new TypeError('the nonce is beyond 2^53');
  return Number(nonce);
}

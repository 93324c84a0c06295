import { type Refusal, refusal } from '../errors.js';
import { ZERO_ADDRESS } from '../values/address.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';

/** Checks that the fields without meaning for a transfer have their constant values (THREATS E01 to E04). */
export function gasFault(tx: ProposedSafeTransaction): Refusal | undefined {
  const set = [
    tx.baseGas === 0n ? undefined : `baseGas ${tx.baseGas.toString()}`,
    tx.gasPrice === 0n ? undefined : `gasPrice ${tx.gasPrice.toString()}`,
    tx.gasToken === ZERO_ADDRESS ? undefined : `gasToken ${tx.gasToken}`,
    tx.refundReceiver === ZERO_ADDRESS ? undefined : `refundReceiver ${tx.refundReceiver}`,
  ].filter((each) => each !== undefined);
  if (set.length > 0) {
    return refusal(
      'GAS_REFUND',
      `${set.join(', ')}: these fields pay an executor from the Safe, and must be 0`,
    );
  }
  if (tx.safeTxGas === 0n) return undefined;
  return refusal(
    'SAFE_TX_GAS',
    `safeTxGas is ${tx.safeTxGas.toString()}, not 0: with too little gas the transfer fails and the nonce is burnt all the same`,
  );
}

/** Checks that the nonce is the Safe's next one (THREATS E05). */
export function nonceFault(tx: ProposedSafeTransaction, next: bigint | null): Refusal | undefined {
  if (next === null || tx.nonce === next) return undefined;
  const fate = tx.nonce < next ? 'is used already' : 'would wait, signed, for others to come before it';
  return refusal(
    'NONCE_MISMATCH',
    `the Safe's next nonce is ${next.toString()}; nonce ${tx.nonce.toString()} ${fate}`,
  );
}

import { type Hex, concat, encodeAbiParameters, parseAbiParameters } from 'viem';
import type { SafeCode } from '../safes/onboarding.js';
import type { Log } from './effects.js';
import type { ExecutedCall } from './simulator.js';
import { topicOf, wordOf } from './abi-words.js';

const EXECUTION_SUCCESS = topicOf('ExecutionSuccess(bytes32,uint256)');
const MULTI_SIG_TRANSACTION = topicOf(
  'SafeMultiSigTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes,bytes)',
);

// SafeL2.sol (1.3.0 to 1.5.0): no argument is indexed.
const MULTI_SIG_TRANSACTION_DATA = parseAbiParameters(
  'address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, bytes additionalInfo',
);
const ADDITIONAL_INFO = parseAbiParameters('uint256 nonce, address sender, uint256 threshold');

/** The Safe's own logs of a successful execution, before and after its inner call. */
export interface SafeLogs {
  readonly before: readonly Log[];
  readonly after: readonly Log[];
}

/** The Safe's own logs, exactly as its release writes them. */
export function safeLogs(execution: ExecutedCall, code: SafeCode, signatures: Hex): SafeLogs {
  return {
    before: code.l2 ? [multiSigTransaction(execution, signatures)] : [],
    after: [executionSuccess(execution, code)],
  };
}

// Safe 1.3.0 declares ExecutionSuccess(bytes32 txHash, uint256 payment) without indexed arguments; later ones index txHash.
function executionSuccess({ safe, safeTxHash }: ExecutedCall, { version }: SafeCode): Log {
  const payment = wordOf(0n);
  switch (version) {
    case '1.3.0':
      return { address: safe, topics: [EXECUTION_SUCCESS], data: concat([safeTxHash, payment]) };
    case '1.4.1':
    case '1.5.0':
      return { address: safe, topics: [EXECUTION_SUCCESS, safeTxHash], data: payment };
  }
}

/** Logged before the nonce is counted up, so that it tells the transaction's own nonce. */
function multiSigTransaction(execution: ExecutedCall, signatures: Hex): Log {
  const { safe, transaction: tx, executor, owners } = execution;
  const info = encodeAbiParameters(ADDITIONAL_INFO, [tx.nonce, executor, BigInt(owners.length)]);
  const data = encodeAbiParameters(MULTI_SIG_TRANSACTION_DATA, [
    ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
    ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, signatures, info] as const),
  ]);
  return { address: safe, topics: [MULTI_SIG_TRANSACTION], data };
}

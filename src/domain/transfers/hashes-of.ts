import { clearanceDigest } from '../confirmations/clearance.js';
import type { Bytes32 } from '../values/hex.js';
import { confirmedClearanceOf } from './clearance-of.js';
import type { CancelAs, Transfer } from './transfer.js';

/**
 * Every hash that people and programs may hold of a transfer as it is now: the intent's, the clearance's as confirmers
 * sign it, the Safe transaction's and that of its cancel, and those of transactions on the chain.
 */
export function hashesOf(transfer: Transfer): readonly Bytes32[] {
  const clearance = confirmedClearanceOf(transfer);
  return [
    transfer.intentHash,
    ...(clearance
      ? [clearanceDigest(clearance, { decision: 'confirm', reason: '' }), clearance.safeTxHash]
      : []),
    ...onTheChain(transfer),
  ];
}

function onTheChain(transfer: Transfer): readonly Bytes32[] {
  switch (transfer.state) {
    case 'submitted':
      return sent(transfer.evidence.submissions);
    case 'cancelling':
      return ofCancel(transfer.evidence.cancel);
    case 'executed':
    case 'settled':
    case 'mismatched':
      return [transfer.evidence.execution.transactionHash];
    case 'cancelled': {
      const { burnt } = transfer.evidence;
      return burnt ? [burnt.burn.safeTxHash, burnt.execution.transactionHash] : [];
    }
    case 'requested':
    case 'needs-exception':
    case 'queued':
    case 'simulating':
    case 'awaiting-confirmation':
    case 'confirmed':
    case 'relayed':
    case 'signed':
    case 'superseded':
    case 'refused':
    case 'rejected':
    case 'expired':
      return [];
  }
}

function ofCancel(cancel: CancelAs): readonly Bytes32[] {
  if (cancel.stage === 'asked') return [];
  return [cancel.burn.safeTxHash, ...(cancel.stage === 'submitted' ? sent(cancel.submissions) : [])];
}

function sent(submissions: readonly { readonly transactionHash: Bytes32 }[]): readonly Bytes32[] {
  return submissions.map(({ transactionHash }) => transactionHash);
}

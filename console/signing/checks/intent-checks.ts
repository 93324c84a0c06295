import { type Intent, intentHash, intentStatement } from '../../../src/domain/transfers/intent.js';
import { readIntent } from './read-intent.js';
import { formatAmount } from '../../../src/domain/values/amount.js';
import { printUtc } from '../../../src/domain/values/time.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { type Check, type Checked, checked, unreadable } from './check.js';
import { statementChecks } from './statement-checks.js';

/** A transfer that is shown whole: not masked, and with its names. */
export type WholeTransfer = TransferDetail & {
  readonly intent: NonNullable<TransferDetail['intent']>;
  readonly destination: NonNullable<TransferDetail['destination']>;
};

export function isWhole(transfer: TransferDetail): transfer is WholeTransfer {
  return transfer.intent !== null && transfer.destination !== null && !transfer.masked;
}

/**
 * The intent of a transfer, made again from what its requester signed, and held against every part that is shown beside
 * it. So nothing can be shown with one address and signed with another.
 */
export function checkIntent(transfer: WholeTransfer, chainId: number): Checked<Intent> {
  try {
    const intent = readIntent(transfer.intent.typedData);
    return checked(intentChecks(intent, transfer, chainId), intent);
  } catch (cause) {
    return unreadable('Intent', { cause, sent: JSON.stringify(transfer.intent.typedData.message) });
  }
}

function intentChecks(intent: Intent, transfer: WholeTransfer, chainId: number): readonly Check[] {
  const { safe, asset, destination } = transfer;
  const hash = intentHash(intent);
  return [
    { what: 'Chain of the installation', computed: String(intent.chainId), sent: String(chainId) },
    { what: 'Chain of the Safe', computed: String(intent.chainId), sent: String(safe.chainId) },
    { what: 'Safe', computed: intent.safeId, sent: safe.id },
    { what: 'Address of the Safe', computed: intent.safe, sent: safe.address },
    { what: 'Asset', computed: intent.assetId, sent: asset.id },
    { what: 'Address of the token', computed: intent.asset, sent: asset.address },
    { what: 'Destination', computed: intent.destinationId, sent: destination.id },
    { what: 'Address of the destination', computed: intent.destination, sent: destination.address },
    {
      what: 'Amount in smallest units',
      computed: intent.amount.toString(),
      sent: transfer.amountUnits ?? '',
    },
    { what: 'Amount', computed: formatAmount(intent.amount, asset.decimals), sent: transfer.amount ?? '' },
    { what: 'Reference', computed: intent.reference, sent: transfer.reference ?? '' },
    { what: 'Requester', computed: intent.requesterId, sent: transfer.requester },
    { what: 'Expiry', computed: printUtc(intent.expiresAt), sent: transfer.expiresAt },
    { what: 'Intent hash', computed: hash, sent: transfer.intentHash },
    ...statementChecks(intentStatement(intent), transfer.intent),
  ];
}

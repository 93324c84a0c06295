import { DomainError } from '../../../src/domain/errors.js';
import { type Intent, intentHash, intentStatement } from '../../../src/domain/transfers/intent.js';
import { readIntent } from './read-intent.js';
import { formatAmount } from '../../../src/domain/values/amount.js';
import { printUtc } from '../../../src/domain/values/time.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import { statementChecks } from './statement-checks.js';
import { wordsOf } from './words-of.js';

/** A transfer that is shown whole: not masked, and with its names. */
export type WholeTransfer = TransferDetail & {
  readonly intent: NonNullable<TransferDetail['intent']>;
  readonly destination: NonNullable<TransferDetail['destination']>;
};

function isWhole(transfer: TransferDetail): transfer is WholeTransfer {
  return transfer.intent !== null && transfer.destination !== null && !transfer.masked;
}

/**
 * The transfer that was asked for: whole, or null if it is hidden as a whole from whoever has to enter it first. What is
 * neither would be shown with nothing to hold it against.
 */
export function checkAsked(id: string, transfer: TransferDetail): Checked<WholeTransfer | null> {
  const named = checked([{ what: 'Transfer', computed: id, sent: transfer.id }], null);
  if (!named.fits) return named;
  if (isWhole(transfer)) return { fits: true, made: transfer };
  const { masked, intent, destination, amount, amountUnits, reference, words } = transfer;
  const parts = { intent, destination, amount, amountUnits, reference, words };
  const there = Object.entries(parts).filter(([, part]) => part !== null);
  const sent = there.length === 0 ? NOTHING : there.map(([name]) => name).join(', ');
  const computed = masked ? NOTHING : Object.keys(parts).join(', ');
  return checked([{ what: 'Parts that are shown', computed, sent }], null);
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
    return unreadable('Intent', { cause, sent: JSON.stringify(transfer.intent) });
  }
}

function intentChecks(intent: Intent, transfer: WholeTransfer, chainId: number): readonly Check[] {
  const { safe, asset, destination } = transfer;
  const hash = intentHash(intent);
  return [
    { what: 'State', computed: transfer.evidence.state, sent: transfer.state },
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
    {
      what: 'Sentence of the transfer',
      computed: sentenceOf(transfer, intent),
      sent: transfer.words ?? NOTHING,
    },
    { what: 'Expiry', computed: printUtc(intent.expiresAt), sent: transfer.expiresAt },
    { what: 'Intent hash', computed: hash, sent: transfer.intentHash },
    ...statementChecks(intentStatement(intent), transfer.intent),
  ];
}

/** Nothing where names make no sentence of one line: then nobody is asked to sign one. */
function sentenceOf(transfer: WholeTransfer, intent: Intent): string {
  try {
    return wordsOf(transfer, intent);
  } catch (error) {
    if (error instanceof DomainError) return NOTHING;
    throw error;
  }
}

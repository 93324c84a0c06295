import { type Intent, intentHash, intentStatement } from '../../domain/transfers/intent.js';
import { readIntent } from '../../domain/transfers/read-intent.js';
import { statementJson } from '../../domain/signatures/statement.js';
import { claimedKey } from '../../domain/signatures/signature.js';
import { type Json, canonicalJson } from '../../domain/values/canonical-json.js';
import { printUtc } from '../../domain/values/time.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { mismatched } from '../terminal/failures.js';

/** A transfer that is shown whole: not masked, and with its names. */
export type WholeTransfer = TransferDetail & {
  readonly intent: NonNullable<TransferDetail['intent']>;
  readonly destination: NonNullable<TransferDetail['destination']>;
};

export function isWhole(transfer: TransferDetail): transfer is WholeTransfer {
  return transfer.intent !== null && transfer.destination !== null && !transfer.masked;
}

/**
 * The intent of a transfer, made again from what was signed, and held against every part that is shown beside it. So a
 * transfer cannot be shown with one address and signed with another.
 */
export async function intentShown(transfer: WholeTransfer, chainId: number): Promise<Intent> {
  const intent = read(transfer);
  const { safe, asset, destination } = transfer;
  const faults = [
    ['chain', intent.chainId === chainId && safe.chainId === chainId],
    ['Safe', intent.safeId === safe.id && intent.safe === safe.address],
    ['asset', intent.assetId === asset.id && intent.asset === asset.address],
    ['destination', intent.destinationId === destination.id && intent.destination === destination.address],
    ['amount', intent.amount.toString() === transfer.amountUnits],
    ['reference', intent.reference === transfer.reference],
    ['requester', intent.requesterId === transfer.requester],
    ['expiry', printUtc(intent.expiresAt) === transfer.expiresAt],
    ['hash', intentHash(intent) === transfer.intentHash],
    ['statement', sameJson(statementJson(intentStatement(intent)), transfer.intent.typedData)],
    ['signature', (await claimedKey(intentHash(intent), transfer.intentSignature)) !== undefined],
  ] as const;
  const wrong = faults.filter(([, holds]) => !holds).map(([name]) => name);
  if (wrong.length === 0) return intent;
  throw mismatched(
    `nothing was signed: what is shown of ${transfer.id} is not what was requested: ${wrong.join(', ')}`,
  );
}

function read({ intent: { typedData }, id }: WholeTransfer): Intent {
  try {
    return readIntent(typedData);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw mismatched(`nothing was signed: the intent of ${id} cannot be read: ${cause.message}`);
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(one as Json) === canonicalJson(other as Json);
}

import { type Refusal, refusal } from '../errors.js';
import { knownLibrary } from '../safes/known-libraries.js';
import { ZERO_ADDRESS, type Address } from '../values/address.js';
import { type WorldDestination, destinationFault } from './destination-fault.js';
import { readMovement } from './movement.js';
import { type BatchRecord, isMultiSend, parseMultiSend } from './multisend.js';
import type { MovableAsset, ProposedSafeTransaction } from './safe-transaction.js';
import { wouldDoWords } from './would-do/would-do.js';

/** What a batch's records are compared with. */
export interface BatchContext {
  readonly safe: Address | null;
  readonly chainId: number | null;
  readonly assets: readonly MovableAsset[];
  readonly destinations: readonly WorldDestination[] | null;
}

const WORDS_MAX = 12;

/** Why a batch is refused. There is always a reason: Sluice sends no batches, not even harmless ones. */
export function batchRefusal(tx: ProposedSafeTransaction, context: BatchContext): Refusal {
  const records = parseMultiSend(tx.data);
  if ('code' in records) return records;
  if (records.length === 0)
    return refusal('MULTISEND_EMPTY', 'the batch has no records: it only burns a nonce');
  const fault = firstFault(records, context);
  const words = batchWords(records, context);
  return fault
    ? refusal(fault.code, `${fault.reason}. The batch: ${words}`)
    : refusal(
        'MULTISEND_NOT_ALLOWED',
        `Sluice sends one transfer at a time, never a batch. The batch: ${words}`,
      );
}

/** What a batch does, record by record; or that its bytes are ambiguous. */
export function hiddenBatchWords(tx: Pick<ProposedSafeTransaction, 'data'>, context: BatchContext): string {
  const records = parseMultiSend(tx.data);
  if ('code' in records) return `the batch has no one meaning: ${records.reason}`;
  return records.length === 0 ? 'the batch is empty' : `the batch: ${batchWords(records, context)}`;
}

function firstFault(records: readonly BatchRecord[], context: BatchContext): Refusal | undefined {
  const checks = [authorityFault, recipientFault, callFault];
  for (const check of checks) {
    for (const [at, record] of records.entries()) {
      const fault = check(record, context);
      if (fault) return refusal(fault.code, `record ${String(at + 1)} ${fault.reason}`);
    }
  }
  return undefined;
}

function authorityFault(record: BatchRecord, { safe }: BatchContext): Refusal | undefined {
  if (record.operation === 1) {
    return refusal('OP_DELEGATECALL', `is a delegatecall: it runs the code of ${record.to} inside the Safe`);
  }
  if (record.to === safe) return refusal('SELF_CALL', 'calls the Safe itself');
  // MultiSend 1.5.0 replaces 0x0 by its caller, and the batch's sender chooses the version of MultiSend.
  if (record.to === ZERO_ADDRESS) {
    return refusal('SELF_CALL', 'calls 0x0, which MultiSend 1.5.0 takes for the Safe itself');
  }
  const kind = knownLibrary(record.to)?.kind;
  if (kind === 'MultiSend' || kind === 'MultiSendCallOnly' || isMultiSend(record.data)) {
    return refusal('MULTISEND_NESTED', 'is a batch within the batch');
  }
  return undefined;
}

function recipientFault(record: BatchRecord, context: BatchContext): Refusal | undefined {
  const { assets, destinations } = context;
  if (destinations === null) return undefined;
  const movement = readMovement(record, context);
  if ('code' in movement) return undefined;
  const fault = destinationFault(movement, { ...context, assets, destinations });
  return fault && refusal('BATCH_RECIPIENT', `pays a stranger: ${fault.refusal.reason}`);
}

function callFault(record: BatchRecord, context: BatchContext): Refusal | undefined {
  const movement = readMovement(record, context);
  if (!('code' in movement)) return undefined;
  return refusal('MULTISEND_NOT_ALLOWED', `is no transfer: ${movement.reason}`);
}

/** What each record of a batch does, in words. */
function batchWords(records: readonly BatchRecord[], context: BatchContext): string {
  const shown = records
    .slice(0, WORDS_MAX)
    .map((record, at) => `${String(at + 1)}) ${wouldDoWords(record, context)}`);
  const more = records.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('; ');
}

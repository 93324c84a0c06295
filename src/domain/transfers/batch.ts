import { slice } from 'viem';
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
  const faults = faultsOf(records, context);
  const words = batchWords(records, context);
  return faults
    ? refusal(faults.code, `${faults.reason}. The batch: ${words}`)
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

/** Every reason of the gravest kind, once, with the records that it holds for. */
function faultsOf(records: readonly BatchRecord[], context: BatchContext): Refusal | undefined {
  const checks = [authorityFault, recipientFault, callFault];
  const found = checks.map((check) =>
    records.flatMap((record, at) => {
      const fault = check(record, context);
      return fault ? [{ at, fault }] : [];
    }),
  );
  const gravest = found.find((each) => each.length > 0);
  const code = gravest?.[0]?.fault.code;
  if (!gravest || code === undefined) return undefined;
  const reasons = once(gravest.map(({ at, fault }) => [at, fault.reason]));
  const shown = reasons
    .slice(0, WORDS_MAX)
    .map(
      ([places, words]) =>
        `${/\D/.test(places) ? `each of the records ${places}` : `record ${places}`} ${words}`,
    );
  const more = reasons.length - shown.length;
  return refusal(code, [...shown, ...(more > 0 ? [`and ${String(more)} more reasons`] : [])].join('; '));
}

/** The same words once, with the numbers of all records that they are about: "1, 3 to 7". */
function once(
  said: readonly (readonly [at: number, words: string])[],
): readonly (readonly [string, string])[] {
  return [...Map.groupBy(said, ([, words]) => words)].map(([words, all]) => [
    numbers(all.map(([at]) => at + 1)),
    words,
  ]);
}

function numbers(ascending: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const each of ascending) {
    const last = runs.at(-1);
    if (last?.to === each - 1) last.to = each;
    else runs.push({ from: each, to: each });
  }
  const shown = runs.slice(0, WORDS_MAX).map(({ from, to }) => {
    if (from === to) return String(from);
    return `${String(from)}${to === from + 1 ? ',' : ' to'} ${String(to)}`;
  });
  return [...shown, ...(runs.length > WORDS_MAX ? ['…'] : [])].join(', ');
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
  return refusal('MULTISEND_NOT_ALLOWED', `is no transfer: ${callReason(movement, record)}`);
}

/** What the call does is said by the batch's own words. */
function callReason({ code, reason }: Refusal, { data }: BatchRecord): string {
  if (code === 'NATIVE_WITH_DATA') return 'it pays native coin together with data';
  if (code !== 'SELECTOR_NOT_ALLOWED') return reason;
  return `its selector ${slice(data, 0, 4)} is not transfer(address,uint256), the only call that Sluice makes`;
}

/** What each record of a batch does, in words; those that do the same together. */
function batchWords(records: readonly BatchRecord[], context: BatchContext): string {
  const seen = records.slice(0, WORDS_MAX);
  const shown = once(seen.map((record, at) => [at, wouldDoWords(record, context)])).map(
    ([places, words]) => `${places}) ${words}`,
  );
  const more = records.length - seen.length;
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('; ');
}

import { type Refusal, refusal } from '../errors.js';
import { type Library, knownLibrary } from '../safes/known-libraries.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { type BatchContext, batchRefusal, hiddenBatchWords } from './batch.js';
import { callWords } from './call-words.js';
import { isMultiSend } from './multisend.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';
import { nameOf } from './would-do/names.js';

export interface ShapeContext extends BatchContext {
  readonly nonce: bigint | null;
  /** Code hashes (EIP-1052), as far as the caller knows them. */
  readonly codeHashes: ReadonlyMap<Address, Bytes32>;
}

/** What is wrong with a transaction that is not one plain call to another account (THREATS 4.1). */
export function callShapeFault(tx: ProposedSafeTransaction, context: ShapeContext): Refusal | undefined {
  switch (tx.operation) {
    case 0:
      return batchByCall(tx, context) ?? selfCallFault(tx, context);
    case 1:
      return delegatecallFault(tx, context);
    default:
      return refusal('OP_UNKNOWN', `operation ${String(tx.operation)} does not exist`);
  }
}

/** The one call that a Safe may make to itself: an empty one at the next nonce, which burns the nonce. */
export function isCancel(
  tx: ProposedSafeTransaction,
  context: Pick<ShapeContext, 'safe' | 'nonce'>,
): boolean {
  const isNext = context.nonce === null || tx.nonce === context.nonce;
  return tx.operation === 0 && tx.to === context.safe && tx.value === 0n && tx.data === '0x' && isNext;
}

function selfCallFault(tx: ProposedSafeTransaction, context: ShapeContext): Refusal | undefined {
  if (tx.to !== context.safe || isCancel(tx, context)) return undefined;
  if (tx.data !== '0x') return refusal('SELF_CALL', `the Safe calls itself: it ${callWords(tx, context)}`);
  const reason =
    tx.value === 0n
      ? `an empty call to itself cancels only at the next nonce, which ${tx.nonce.toString()} is not`
      : 'the Safe pays itself, which no transfer does and no cancel needs';
  return refusal('SELF_CALL', reason);
}

function libraryAt({ to }: ProposedSafeTransaction, { codeHashes }: ShapeContext): Library | undefined {
  return knownLibrary(to, codeHashes.get(to));
}

function batchByCall(tx: ProposedSafeTransaction, context: ShapeContext): Refusal | undefined {
  const kind = libraryAt(tx, context)?.kind;
  if (kind !== 'MultiSend' && kind !== 'MultiSendCallOnly') return undefined;
  return refusal(
    'MULTISEND_BY_CALL',
    `${kind} is called, not run by the Safe: it would spend its own funds, not the Safe's; ${hiddenBatchWords(tx, context)}`,
  );
}

function delegatecallFault(tx: ProposedSafeTransaction, context: ShapeContext): Refusal {
  const library = libraryAt(tx, context);
  if (library?.kind === 'MultiSendCallOnly' && isMultiSend(tx.data)) return batchRefusal(tx, context);
  if (library?.kind === 'MultiSend') {
    return refusal(
      'MULTISEND_NOT_CALLONLY',
      `MultiSend lets a batch run foreign code inside the Safe; ${hiddenBatchWords(tx, context)}`,
    );
  }
  if (!library && knownLibrary(tx.to)?.kind === 'MultiSendCallOnly') {
    return refusal('MULTISEND_NOT_CALLONLY', `the code at ${tx.to} is not that of MultiSendCallOnly`);
  }
  return refusal(
    'OP_DELEGATECALL',
    `operation 1 runs the code of ${nameOf(tx.to, context)} inside the Safe, where it can replace the Safe itself; ${seeming(tx, library, context)}`,
  );
}

function seeming(tx: ProposedSafeTransaction, library: Library | undefined, context: ShapeContext): string {
  if (isMultiSend(tx.data)) return hiddenBatchWords(tx, context);
  const words = callWords(tx, context);
  return library ? `it ${words}` : `the data reads as if it ${words}, but that code may do anything`;
}

import type { Hex } from 'viem';
import { DomainError } from '../../../domain/errors.js';
import type { ProposedSafeTransaction } from '../../../domain/transfers/safe-transaction.js';
import { type Address, ZERO_ADDRESS } from '../../../domain/values/address.js';
import { parseChainAddress } from '../../../domain/values/chain-address.js';
import { type JsonObject, bytes, member, optional, smallNumber, text, type uint } from '../fields.js';
import type { LosslessJson } from '../read-json.js';

/** The names of a Safe transaction's fields, and the name that baseGas had before 1.0.0. */
export const SAFE_TX_NAMES = [
  ...['to', 'value', 'data', 'operation', 'safeTxGas', 'baseGas', 'dataGas', 'gasPrice', 'gasToken'],
  ...['refundReceiver', 'nonce'],
] as const;

type Read = (value: LosslessJson | undefined) => unknown;

/** How each field is read, so that two statements of one field can be compared. */
export function fieldReaders(number: typeof uint): Readonly<Record<string, Read>> {
  return {
    to: chainAddress,
    value: number,
    data: bytesOrNone,
    operation,
    safeTxGas: number,
    baseGas: number,
    dataGas: number,
    gasPrice: number,
    gasToken: addressOrZero,
    refundReceiver: addressOrZero,
    nonce: number,
  };
}

/** The ten fields of SafeTx from an object that has them by their names. */
export function safeTxFields(fields: JsonObject, number: typeof uint): ProposedSafeTransaction {
  const gas = fields['dataGas'] !== undefined && fields['baseGas'] === undefined ? 'dataGas' : 'baseGas';
  const oldName = optional(fields, 'dataGas', number);
  if (gas === 'baseGas' && oldName !== undefined && oldName !== optional(fields, 'baseGas', number)) {
    throw new DomainError('BODY_SCHEMA', 'dataGas: it is the old name of baseGas, and says something else');
  }
  return {
    to: member(fields, 'to', chainAddress),
    value: member(fields, 'value', number),
    data: member(fields, 'data', bytesOrNone),
    operation: member(fields, 'operation', operation),
    safeTxGas: member(fields, 'safeTxGas', number),
    baseGas: member(fields, gas, number),
    gasPrice: member(fields, 'gasPrice', number),
    gasToken: member(fields, 'gasToken', addressOrZero),
    refundReceiver: member(fields, 'refundReceiver', addressOrZero),
    nonce: member(fields, 'nonce', number),
  };
}

/** The first field of which an object says something else than the transaction; undefined if it says nothing else. */
export function contradiction(
  stated: JsonObject,
  transaction: ProposedSafeTransaction,
  number: typeof uint,
): string | undefined {
  const read = fieldReaders(number);
  return SAFE_TX_NAMES.find((name) => {
    if (stated[name] === undefined) return false;
    const held = transaction[name === 'dataGas' ? 'baseGas' : name];
    return member(stated, name, read[name] ?? text) !== held;
  });
}

/** An address that may have its chain in front. The chain is compared by whoever reads the claims. */
export function chainAddress(value: LosslessJson | undefined): Address {
  return parseChainAddress(text(value)).address;
}

function addressOrZero(value: LosslessJson | undefined): Address {
  return value === null ? ZERO_ADDRESS : chainAddress(value);
}

export function bytesOrNone(value: LosslessJson | undefined): Hex {
  return value === null ? '0x' : bytes(value);
}

// As some services write them in words.
const OPERATIONS: Readonly<Record<string, number>> = { CALL: 0, DELEGATE_CALL: 1, DELEGATECALL: 1 };

/** Whether a text can mean an operation of a Safe: a number, or a word for one. */
export function isOperation(written: string): boolean {
  return /^\s*[-+]?[0-9]/.test(written) || /call|delegate|create/i.test(written);
}

function operation(value: LosslessJson | undefined): number {
  const read =
    (typeof value === 'string' ? OPERATIONS[value.toUpperCase()] : undefined) ?? smallNumber(value);
  if (read <= 255) return read;
  throw new DomainError('OP_UNKNOWN', `operation ${String(read)} does not exist`);
}

import type { Hex } from 'viem';
import { DomainError, refusal } from '../../../domain/errors.js';
import {
  type DecodedCall,
  decodedCallFault,
  encodedCall,
} from '../../../domain/transfers/foreign/decoded-call.js';
import { describedValue } from '../../../domain/transfers/foreign/described-value.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import type { WrittenJson } from '../../../domain/transfers/foreign/typed-data.js';
import type { BatchRecord } from '../../../domain/transfers/multisend.js';
import { ZERO_ADDRESS } from '../../../domain/values/address.js';
import {
  type JsonObject,
  isObject,
  list,
  member,
  object,
  optional,
  smallNumber,
  text,
  uint,
} from '../fields.js';
import { writtenJson } from '../plain-json.js';
import type { LosslessJson } from '../read-json.js';
import { chainNumber } from '../form-fields/claims.js';
import { bytesOrNone, chainAddress } from '../form-fields/safe-tx-fields.js';

/** Whether this is a file of Safe's Transaction Builder: calls, without a nonce or fields for gas. */
export function isBatchFile(json: JsonObject): boolean {
  return Array.isArray(json['transactions']);
}

/**
 * A batch of the Transaction Builder. A single call is read as Safe's interface makes a transaction of it, at the next
 * nonce; of several the interface makes a batch, which Sluice never sends.
 */
export function batchFileForm(json: JsonObject, next: bigint | null): ForeignForm {
  const nonce = optional(json, 'nonce', uint) ?? next;
  const read = member(json, 'transactions', list).map(recordOf);
  const [only, ...others] = read;
  if (!only) return namedForm(refusal('BODY_SCHEMA', 'the batch is empty: it holds no call'));
  if (others.length > 0) {
    const calls = read.map(trueRecord);
    const reason = `this is a batch of ${String(calls.length)} calls, and no one Safe transaction: Sluice sends one transfer at a time, never a batch`;
    return namedForm(refusal('MULTISEND_NOT_ALLOWED', reason), { calls });
  }
  return {
    transaction: { ...only.record, ...NO_GAS, nonce: nonce ?? 0n },
    isNonceUnknown: nonce === null,
    ...claimOf(json),
    ...(only.described && { stated: { calls: [only.described], movements: [] } }),
    remarks: [
      'a batch file has no nonce and no fields for gas: it is read as a transaction of its one call, with 0 for gas, at the next nonce',
    ],
  };
}

const NO_GAS = {
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
} as const;

function claimOf(json: JsonObject): Pick<Exclude<ForeignForm, { refusal: unknown }>, 'safe' | 'chainId'> {
  const meta = isObject(json['meta']) ? json['meta'] : {};
  const named =
    meta['createdFromSafeAddress'] === ''
      ? undefined
      : optional(meta, 'createdFromSafeAddress', chainAddress);
  const chainId = optional(json, 'chainId', chainNumber);
  return { ...(named !== undefined && { safe: named }), ...(chainId !== undefined && { chainId }) };
}

interface Call {
  readonly record: BatchRecord;
  /** What the file says of bytes that it has too. */
  readonly described: DecodedCall | undefined;
}

function recordOf(value: LosslessJson): Call {
  const call = object(value);
  const described = isDescribed(call) ? describedCall(call) : undefined;
  const data = optional(call, 'data', bytesOrNone) ?? '0x';
  const isOnlyDescribed = data === '0x' && described !== undefined;
  const record = {
    operation: optional(call, 'operation', smallNumber) ?? 0,
    to: member(call, 'to', chainAddress),
    value: optional(call, 'value', uint) ?? 0n,
    data: isOnlyDescribed ? encoded(described) : data,
  };
  return { record, described: data === '0x' ? undefined : described };
}

/** The builder names the functions that take bytes without a name, too: what they are called with is `data` alone. */
export function isDescribed(call: JsonObject): boolean {
  const method = call['contractMethod'];
  return isObject(method) && !['', 'receive', 'fallback'].includes(optional(method, 'name', text) ?? '');
}

function encoded(described: DecodedCall): Hex {
  const data = encodedCall(described);
  if (data !== undefined) return data;
  throw new DomainError('BODY_SCHEMA', `contractInputsValues: they are no arguments of ${described.method}`);
}

function trueRecord({ record, described }: Call): BatchRecord {
  const fault = described && decodedCallFault(described, record.data);
  if (fault === undefined) return record;
  throw new DomainError('PARSE_BACK_MISMATCH', `${fault}: the file shows another call than its bytes make`);
}

/** A call that is described by its method, and the values of its inputs. One without a name goes by its place. */
export function describedCall(call: JsonObject): DecodedCall {
  const method = member(call, 'contractMethod', object);
  const values = isObject(call['contractInputsValues']) ? call['contractInputsValues'] : {};
  return {
    method: optional(method, 'name', text) ?? '',
    parameters: (optional(method, 'inputs', list) ?? []).map((value, at) => {
      const type = parameterOf(value);
      const given = type.name === '' ? String(at) : type.name;
      const described = member(values, given, (held) => describedValue({ ...type, name: '' }, valueOf(held)));
      return { ...type, value: described, inner: null };
    }),
  };
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly Parameter[];
}

function parameterOf(value: LosslessJson): Parameter {
  const input = object(value);
  const components = optional(input, 'components', list)?.map(parameterOf);
  return {
    name: optional(input, 'name', text) ?? '',
    type: member(input, 'type', text),
    ...(components && { components }),
  };
}

function valueOf(held: LosslessJson | undefined): WrittenJson {
  if (held === undefined) throw new DomainError('BODY_SCHEMA', 'it is missing');
  return writtenJson(held);
}

import { DomainError } from '../../../domain/errors.js';
import type {
  DecodedCall,
  DecodedParameter,
  StatedRecord,
} from '../../../domain/transfers/foreign/decoded-call.js';
import type { StatedEffects, StatedMovement } from '../../../domain/transfers/foreign/stated-effects.js';
import type { WrittenJson } from '../../../domain/transfers/foreign/typed-data.js';
import {
  type JsonObject,
  anyUint,
  isObject,
  list,
  member,
  object,
  optional,
  smallNumber,
  text,
} from '../fields.js';
import { type LosslessJson, NumberText } from '../read-json.js';
import { account } from './gateway-detail.js';
import { describedCall } from './batch-file.js';
import { bytesOrNone, chainAddress } from '../form-fields/safe-tx-fields.js';

/** What the objects around a transaction say that it does: the services decode its bytes for their readers. */
export function statedEffectsOf(objects: readonly JsonObject[]): StatedEffects | undefined {
  const calls = objects.flatMap((each) => [
    ...(['dataDecoded', 'decodedData'] as const).flatMap((name) => optional(each, name, decodedCall) ?? []),
    ...otherDecoded(each),
    ...(isObject(each['contractMethod']) ? [describedCall(each)] : []),
    ...calledFunction(each),
  ]);
  const named = objects.flatMap(({ txInfo }) => (isObject(txInfo) ? namedMethod(txInfo) : []));
  const movements = objects.flatMap((each) => [...shownTransfer(each), ...listedTransfers(each)]);
  const all = [...calls, ...named];
  return all.length + movements.length === 0 ? undefined : { calls: all, movements };
}

/** The same under a name of its own ("decoded"): it is known by what it holds. A request to a wallet has `params`. */
function otherDecoded(holder: JsonObject): readonly DecodedCall[] {
  return Object.entries(holder).flatMap(([name, value]) => {
    if (name === 'dataDecoded' || name === 'decodedData' || !isObject(value)) return [];
    if (name === 'txInfo')
      return otherDecoded(value).concat(optional(value, 'dataDecoded', decodedCall) ?? []);
    if (typeof value['method'] === 'string' && Array.isArray(value['parameters']))
      return [decodedCall(value)];
    return [...ethersCall(value), ...calledFunction(value)];
  });
}

/** A call as viem is asked for it. It says no types; those of a transfer are known. */
function calledFunction(holder: JsonObject): readonly DecodedCall[] {
  const { functionName: method, functionSignature: signature, args } = holder;
  if (typeof signature === 'string')
    return [{ method: signature.replace(/^function\s+|\(.*$/gs, ''), parameters: null }];
  if (typeof method !== 'string' || !Array.isArray(args)) return [];
  const values = (args as readonly LosslessJson[]).map(shownValue);
  const parameters = TRANSFER.flatMap((each, at) =>
    values[at] === undefined ? [] : [{ ...each, value: values[at] }],
  );
  return [
    { method, parameters: method === 'transfer' && values.length === TRANSFER.length ? parameters : null },
  ];
}

const TRANSFER = [
  { name: 'recipient', type: 'address', inner: null },
  { name: 'amount', type: 'uint256', inner: null },
] as const;

/** A call as ethers decodes it: its signature, and its arguments in order. */
function ethersCall(value: JsonObject): readonly DecodedCall[] {
  const [, method, types] = /^([A-Za-z_$][\w$]*)\(([^()]*)\)$/.exec(signatureIn(value)) ?? [];
  const args = value['args'];
  if (method === undefined || types === undefined || !Array.isArray(args)) return [];
  const values = args as readonly LosslessJson[];
  const named = types === '' ? [] : types.split(',');
  const parameters = named.map((type, at) => ({
    name: '',
    type: type.trim(),
    value: shownValue(values[at] ?? null),
    inner: null,
  }));
  return [{ method, parameters }];
}

function signatureIn({ signature }: JsonObject): string {
  return typeof signature === 'string' ? signature : '';
}

function decodedCall(value: LosslessJson | undefined): DecodedCall {
  const call = object(value);
  return {
    method: member(call, 'method', text),
    parameters: optional(call, 'parameters', list)?.map(decodedParameter) ?? null,
  };
}

function decodedParameter(value: LosslessJson): DecodedParameter {
  const parameter = object(value);
  const inner = parameter['valueDecoded'];
  return {
    name: optional(parameter, 'name', text) ?? '',
    type: member(parameter, 'type', text),
    value: member(parameter, 'value', shownValue),
    inner: Array.isArray(inner)
      ? member(parameter, 'valueDecoded', list).map(statedRecord)
      : (optional(parameter, 'valueDecoded', decodedCall) ?? null),
  };
}

function statedRecord(value: LosslessJson): StatedRecord {
  const record = object(value);
  return {
    operation: member(record, 'operation', smallNumber),
    to: member({ to: account(record['to']) ?? null }, 'to', chainAddress),
    value: member(record, 'value', anyUint),
    data: member({ data: record['data'] ?? null }, 'data', bytesOrNone),
    decoded: optional(record, 'dataDecoded', decodedCall) ?? null,
  };
}

/** A value as it is shown: numbers by their digits, however large. */
function shownValue(value: LosslessJson | undefined): WrittenJson {
  if (value === undefined) throw new DomainError('BODY_SCHEMA', 'it is missing');
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly LosslessJson[]).map(shownValue);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shownValue(each)]));
}

/** What Safe's interface calls any other call. */
function namedMethod(info: JsonObject): readonly DecodedCall[] {
  const method = info['type'] === 'Custom' ? optional(info, 'methodName', text) : undefined;
  return method === undefined ? [] : [{ method, parameters: null }];
}

/** The transfer that Safe's interface shows: `txInfo` of the Client Gateway. */
function shownTransfer(holder: JsonObject): readonly StatedMovement[] {
  const info = holder['txInfo'];
  if (!isObject(info)) return [];
  if (info['type'] === 'Custom') return shownCall(info);
  if (info['type'] !== 'Transfer') return [];
  const transfer = member(info, 'transferInfo', object);
  return [
    {
      token: optional(transfer, 'tokenAddress', chainAddress) ?? null,
      destination:
        optional({ recipient: account(info['recipient']) ?? null }, 'recipient', chainAddress) ?? null,
      // An NFT has no value; its id stands where the amount does.
      units: optional(transfer, 'value', anyUint) ?? optional(transfer, 'tokenId', anyUint) ?? null,
      where: 'txInfo',
    },
  ];
}

/** Any other call as Safe's interface shows it: whom it calls, and with how much of the native coin. */
function shownCall(info: JsonObject): readonly StatedMovement[] {
  const to = optional({ to: account(info['to']) ?? null }, 'to', chainAddress);
  const value = optional(info, 'value', anyUint);
  const isCancellation = info['isCancellation'] === true;
  const dataSize = isCancellation ? 0n : optional(info, 'dataSize', anyUint);
  if (to === undefined && value === undefined && dataSize === undefined) return [];
  const held = { destination: to ?? null, units: value ?? null, dataSize: dataSize ?? null };
  return [{ isCall: true, token: null, ...held, where: 'txInfo' }];
}

/** `transfers` of the Transaction Service: what left the Safe, as it says. What came in is no work of the bytes. */
function listedTransfers(holder: JsonObject): readonly StatedMovement[] {
  const safe = typeof holder['safe'] === 'string' ? holder['safe'].toLowerCase() : undefined;
  return (optional(holder, 'transfers', list) ?? []).map(object).flatMap((transfer) => {
    const from = optional(transfer, 'from', text)?.toLowerCase();
    if (safe !== undefined && from !== undefined && from !== safe) return [];
    return [
      {
        token: optional(transfer, 'tokenAddress', chainAddress) ?? null,
        destination: optional(transfer, 'to', chainAddress) ?? null,
        units: optional(transfer, 'value', anyUint) ?? optional(transfer, 'tokenId', anyUint) ?? null,
        where: 'transfers',
      },
    ];
  });
}

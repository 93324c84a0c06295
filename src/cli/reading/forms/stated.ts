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
import { bytesOrNone, chainAddress } from './safe-tx-fields.js';

/** What the objects around a transaction say that it does: the services decode its bytes for their readers. */
export function statedEffectsOf(objects: readonly JsonObject[]): StatedEffects | undefined {
  const calls = objects.flatMap((each) =>
    (['dataDecoded', 'decodedData'] as const).flatMap((name) => optional(each, name, decodedCall) ?? []),
  );
  const named = objects.flatMap(({ txInfo }) => (isObject(txInfo) ? namedMethod(txInfo) : []));
  const movements = objects.flatMap((each) => [...shownTransfer(each), ...listedTransfers(each)]);
  const all = [...calls, ...named];
  return all.length + movements.length === 0 ? undefined : { calls: all, movements };
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
  if (!isObject(info) || info['type'] !== 'Transfer') return [];
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

/** `transfers` of the Transaction Service: what left the Safe, as it says. What came in is no work of the bytes. */
function listedTransfers(holder: JsonObject): readonly StatedMovement[] {
  const safe = optional(holder, 'safe', text)?.toLowerCase();
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

import { type JsonObject, isObject } from '../fields.js';
import type { LosslessJson } from '../read-json.js';

/** Whether this is the detail of one transaction as Safe's interface gets it from the Client Gateway. */
export function isGatewayDetail(json: JsonObject): boolean {
  return isObject(json['txData']) && isObject(json['detailedExecutionInfo']);
}

/** The same under the names of the Transaction Service, with everything else that stands beside it. */
export function gatewayFields(json: JsonObject): JsonObject {
  const data = isObject(json['txData']) ? json['txData'] : {};
  const execution = isObject(json['detailedExecutionInfo']) ? json['detailedExecutionInfo'] : {};
  const { to, value, operation, hexData, dataDecoded } = data;
  return defined({
    ...json,
    ...execution,
    ...{ to: account(to), value, operation, dataDecoded, data: hexData ?? null },
    refundReceiver: account(execution['refundReceiver']),
    isExecuted: typeof json['executedAt'] === 'object' ? false : json['txStatus'] === 'SUCCESS',
  });
}

/** The gateway writes an address as an object, with a name and a logo beside it. */
export function account(value: LosslessJson | undefined): LosslessJson | undefined {
  return isObject(value) ? value['value'] : value;
}

function defined(all: Readonly<Record<string, LosslessJson | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject;
}

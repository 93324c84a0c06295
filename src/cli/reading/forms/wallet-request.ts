import { refusal } from '../../../domain/errors.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import type { InnerCall } from '../../../domain/transfers/would-do/effect.js';
import { type JsonObject, bytes, isObject, list, member, object, optional, uint } from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import { chainNumber } from '../form-fields/claims.js';
import { execForm, hexForm } from './hex-form.js';
import { bytesOrNone, chainAddress } from '../form-fields/safe-tx-fields.js';

interface WalletRequest {
  readonly method: string;
  readonly params: readonly LosslessJson[];
}

/** A request to a wallet: JSON-RPC, or WalletConnect's wrapping of it. */
export function walletRequest(json: LosslessJson): WalletRequest | undefined {
  if (!isObject(json)) return undefined;
  const { method, params } = json;
  if (typeof method === 'string' && Array.isArray(params)) {
    return { method, params: params as readonly LosslessJson[] };
  }
  return walletRequest(json['request'] ?? null) ?? walletRequest(json['params'] ?? null);
}

/** Who is asked to sign, as the request names them. */
export function askedAccount({ params }: WalletRequest): readonly string[] {
  const account = params.find((each) => typeof each === 'string' && /^0x[0-9a-fA-F]{40}$/.test(each));
  return typeof account === 'string' ? [`the request asks ${account} to sign`] : [];
}

/**
 * A request to sign a message, wherever it stands: a wallet signs its text, even if that text is the typed data of a Safe
 * transaction, and the hash is another one.
 */
export function signedMessages(json: LosslessJson, depth = 0): WalletRequest | undefined {
  if (depth > REQUEST_DEPTH) return undefined;
  if (Array.isArray(json)) {
    return (json as readonly LosslessJson[])
      .map((each) => signedMessages(each, depth + 1))
      .find((each) => each !== undefined);
  }
  if (!isObject(json)) return undefined;
  const { method, params } = json;
  if (typeof method === 'string' && /^(?:personal_sign|eth_sign)$/.test(method) && Array.isArray(params)) {
    return { method, params: params as readonly LosslessJson[] };
  }
  return Object.values(json)
    .map((each) => signedMessages(each, depth + 1))
    .find((each) => each !== undefined);
}

// WalletConnect wraps a request twice, and logs wrap that.
const REQUEST_DEPTH = 8;

/** Whether these are the parameters of wallet_sendCalls (EIP-5792). */
export function isCallsRequest(json: JsonObject): boolean {
  return Array.isArray(json['calls']);
}

/** Calls that an application asks a wallet to send: the wallet of a Safe makes a transaction of them, which is signed. */
export function sentCallsForm(json: JsonObject): ForeignForm {
  const calls = member(json, 'calls', list).map((each) => callOf(object(each)));
  const creation = calls.findIndex(({ to }) => to === null);
  if (creation >= 0) {
    const reason = `call ${String(creation + 1)} has no "to": it asks for a new contract, which a Safe cannot make by a plain call`;
    return namedForm(refusal('BODY_SCHEMA', reason), { calls: calls.filter(({ to }) => to !== null) });
  }
  const reason = `this is a request of ${String(calls.length)} ${calls.length === 1 ? 'call' : 'calls'} that an application asks a wallet to send (wallet_sendCalls), and no Safe transaction: bring the transaction that the Safe's wallet makes of them`;
  return namedForm(refusal(calls.length > 1 ? 'MULTISEND_NOT_ALLOWED' : 'BODY_SCHEMA', reason), { calls });
}

function callOf(call: JsonObject): InnerCall {
  return {
    operation: 0,
    to: optional(call, 'to', chainAddress) ?? null,
    value: optional(call, 'value', uint) ?? 0n,
    data: optional(call, call['data'] === undefined ? 'input' : 'data', bytesOrNone) ?? '0x',
  };
}

/** What a wallet is asked for, where it is not the typed data of a Safe transaction. */
export function walletRequestForm(
  { method, params }: WalletRequest,
  around: JsonObject,
  nonce: bigint | null,
): ForeignForm {
  const [first] = params;
  if (/^eth_s(?:end|ign)Transaction$/.test(method) && isObject(first)) {
    return accountTransactionForm(first, around, nonce);
  }
  if (isObject(first) && isCallsRequest(first)) return sentCallsForm(first);
  if (method === 'eth_sendRawTransaction' && typeof first === 'string') return hexForm(bytes(first), nonce);
  const asked = /^(?:personal_sign|eth_sign)/.test(method)
    ? 'to sign a message, which is no Safe transaction: Sluice relays none'
    : 'for something else than a Safe transaction';
  const code = /sign/i.test(method) ? 'MESSAGE_SIGNING' : 'BODY_SCHEMA';
  return namedForm(refusal(code, `the request ${method} asks a wallet ${asked}`));
}

/** Whether a transaction of an account executes one of a Safe. */
export function executesSafeTransaction(call: JsonObject): boolean {
  const data = call['data'] ?? call['input'];
  return call['to'] !== undefined && typeof data === 'string' && data.startsWith('0x6a761202');
}

/** A transaction of an account, not of a Safe: read if it executes a Safe transaction. */
export function accountTransactionForm(
  call: JsonObject,
  around: JsonObject,
  nonce: bigint | null,
): ForeignForm {
  const data = optional(call, call['data'] === undefined ? 'input' : 'data', bytesOrNone) ?? '0x';
  if (!data.startsWith('0x6a761202')) {
    const reason =
      'this is a transaction of an account (to, value, data), and no Safe transaction: operation, the fields for gas, and the nonce of the Safe are missing';
    return namedForm(refusal('BODY_SCHEMA', reason), {
      caller: 'the account that sends it',
      calls: [callOf(call)],
    });
  }
  const form = execForm(data, nonce);
  if (!('transaction' in form)) return form;
  const chainId = optional(call, 'chainId', chainNumber) ?? optional(around, 'chainId', chainNumber);
  return {
    ...form,
    safe: member(call, 'to', chainAddress),
    ...(chainId !== undefined && { chainId }),
    remarks: [
      ...(form.remarks ?? []),
      'it is the transaction of an account that executes this Safe transaction',
    ],
  };
}

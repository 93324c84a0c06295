import { refusal } from '../../../domain/errors.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { type JsonObject, isObject, member, optional, uint } from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import { chainNumber } from './claims.js';
import { execForm } from './hex-form.js';
import { bytesOrNone, chainAddress } from './safe-tx-fields.js';

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
  const asked = /^(?:personal_sign|eth_sign)/.test(method)
    ? 'to sign a message, which is no Safe transaction: Sluice relays none'
    : 'for something else than a Safe transaction';
  const code = /sign/i.test(method) ? 'MESSAGE_SIGNING' : 'BODY_SCHEMA';
  return namedForm(refusal(code, `the request ${method} asks a wallet ${asked}`));
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
      calls: [
        {
          operation: 0,
          to: member(call, 'to', chainAddress),
          value: optional(call, 'value', uint) ?? 0n,
          data,
        },
      ],
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

import { hexToString } from 'viem';
import { type SiweMessage, createSiweMessage, parseSiweMessage } from 'viem/siwe';
import {
  type TypedData,
  type WrittenJson,
  walletDigests,
} from '../../src/domain/transfers/foreign/typed-data.js';
import type { SafeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { isForm } from '../signing/hex-form.js';
import type { WalletRequest } from '../signing/sandbox-line.js';

/** What one is asked to sign, read and hashed here. */
export type Asked =
  | {
      readonly kind: 'sign-in';
      readonly account: string;
      readonly text: string;
      readonly message: SiweMessage;
    }
  | {
      readonly kind: 'typed-data';
      readonly account: string;
      readonly data: TypedData;
      readonly digests: SafeTxDigests;
    };

/** Undefined for what it does not sign: any text but a sign-in, and data that no wallet could hash. */
export function readAsked({ method, params }: WalletRequest): Asked | undefined {
  const [first, second] = params;
  if (method === 'personal_sign' && typeof first === 'string' && isForm(second, 20)) {
    const text = textOf(first);
    const message = text === undefined ? undefined : signInOf(text);
    return text === undefined || !message ? undefined : { kind: 'sign-in', account: second, text, message };
  }
  if (method === 'eth_signTypedData_v4' && isForm(first, 20) && typeof second === 'string') {
    const data = typedDataOf(second);
    const digests = data && walletDigests(data);
    return data && digests ? { kind: 'typed-data', account: first, data, digests } : undefined;
  }
  return undefined;
}

function textOf(hex: string): string | undefined {
  return /^0x([0-9a-f]{2})+$/i.test(hex) ? hexToString(hex as `0x${string}`) : undefined;
}

/** The parser finds the fields anywhere in a text, so the text has to be what these fields make. */
function signInOf(text: string): SiweMessage | undefined {
  try {
    const message = parseSiweMessage(text) as SiweMessage;
    return createSiweMessage(message) === text ? message : undefined;
  } catch {
    return undefined; // viem throws for a field that the standard does not allow
  }
}

function typedDataOf(text: string): TypedData | undefined {
  try {
    const data = written(JSON.parse(text));
    return isTypedData(data) ? data : undefined;
  } catch {
    return undefined; // neither JSON, nor numbers that could be kept
  }
}

function isTypedData(data: unknown): data is TypedData {
  const { types, primaryType, domain, message } = membersOf(data);
  return (
    typeof primaryType === 'string' &&
    [types, domain, message].every((each) => typeof each === 'object' && each !== null) &&
    Object.values(membersOf(types)).every(Array.isArray)
  );
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Numbers as their digits. Those that JavaScript would round are refused. */
function written(value: unknown): WrittenJson {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('a number that is not kept exactly');
    return String(value);
  }
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each)]));
  return value as string | boolean | null;
}

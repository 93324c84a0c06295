import {
  type AbiParameter,
  type Hex,
  concat,
  decodeAbiParameters,
  encodeAbiParameters,
  parseAbiParameters,
  size,
  slice,
  toFunctionSelector,
} from 'viem';
import { type Address, parseForeignAddress } from '../../values/address.js';
import { parseHex } from '../../values/hex.js';
import { readJsonText } from '../../values/json-text.js';
import { parseMultiSend } from '../multisend.js';
import { functionName, signatureIn } from '../would-do/meaning-of.js';
import { componentsOf, itemType } from './described-value.js';
import type { WrittenJson } from './typed-data.js';

/** What somebody says that calldata says: `dataDecoded` of Safe's services. */
export interface DecodedCall {
  readonly method: string;
  /** Null if only the method is named. */
  readonly parameters: readonly DecodedParameter[] | null;
}

export interface DecodedParameter {
  readonly name: string;
  readonly type: string;
  /** Of a tuple, or a list of tuples, where its type does not name them. */
  readonly components?: readonly AbiParameter[];
  readonly value: WrittenJson;
  /** What the bytes of this parameter are said to hold: a batch, or one call. */
  readonly inner: readonly StatedRecord[] | DecodedCall | null;
}

/** One record of a batch, as it is said to be. */
export interface StatedRecord {
  readonly operation: number;
  readonly to: Address;
  readonly value: bigint;
  readonly data: Hex;
  readonly decoded: DecodedCall | null;
}

/** Why what is said of calldata is not what its bytes say; undefined if it is. The chain runs the bytes. */
export function decodedCallFault({ method, parameters }: DecodedCall, data: Hex): string | undefined {
  if (size(data) < 4) return `it is shown as a call of ${method}, and its data holds no call`;
  if (parameters === null) return nameFault(method, data);
  const isUntold = parameters.some(({ type, components }) => components === undefined && isTuple(type));
  if (isUntold) return untoldFault(method, data);
  const abi = abiOf(parameters);
  const signature = signatureOf(method, abi ?? parameters);
  if (!abi) return `it is shown as ${signature}, which names types that do not exist`;
  const selector = selectorOf(method, abi);
  if (selector !== slice(data, 0, 4)) {
    return `it is shown as a call of ${signature}, and its bytes call ${calledName(data)}`;
  }
  return valuesFault(parameters, abi, data) ?? innerFaults(parameters, abi, data);
}

function nameFault(method: string, data: Hex): string | undefined {
  const known = functionName(slice(data, 0, 4));
  if (known === undefined || known === method) return undefined;
  return `it is shown as a call of ${method}, and its bytes call ${known}`;
}

function calledName(data: Hex): string {
  const selector = slice(data, 0, 4);
  const known = functionName(selector);
  return known === undefined ? `the function ${selector}` : `${known} (${selector})`;
}

/** Somebody names a tuple without saying what is in it: then only what is known of the bytes can be held against it. */
function untoldFault(method: string, data: Hex): string | undefined {
  const known = signatureIn(data);
  if (known === undefined || (known.startsWith(`${method}(`) && known.includes('(', method.length + 1)))
    return undefined;
  return `it is shown as a call of ${method} with a tuple, and its bytes call ${calledName(data)}`;
}

function isTuple(type: string): boolean {
  return /^tuple(?:\[[0-9]*\])*$/.test(type);
}

function signatureOf(method: string, types: readonly { readonly type: string }[]): string {
  return `${method}(${types.map((each) => typeName(each)).join(',')})`;
}

function typeName(parameter: { readonly type: string }): string {
  const { type } = parameter;
  if (!isTuple(type)) return type;
  const inner = componentsOf(parameter as AbiParameter).map((each) => typeName(each));
  return type.replace('tuple', `(${inner.join(',')})`);
}

function selectorOf(method: string, abi: readonly AbiParameter[]): Hex | undefined {
  // viem takes whatever stands before the parenthesis for a name.
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(method)) return undefined;
  try {
    return toFunctionSelector(signatureOf(method, abi));
  } catch {
    return undefined; // viem throws for what is no signature
  }
}

function abiOf(parameters: readonly DecodedParameter[]): readonly AbiParameter[] | undefined {
  try {
    return parameters.flatMap<AbiParameter>(({ type, name, components }) =>
      components === undefined ? parseAbiParameters(type) : { type, name, components },
    );
  } catch {
    return undefined; // viem throws for a type that does not exist
  }
}

/** The first value that differs, in words: what is shown, and what the bytes say. */
function valuesFault(
  parameters: readonly DecodedParameter[],
  abi: readonly AbiParameter[],
  data: Hex,
): string | undefined {
  const held = valuesOf(abi, data);
  if (!held) return 'its bytes do not hold the parameters that are shown';
  for (const [at, { name, value }] of parameters.entries()) {
    const [type, there] = [abi[at], held[at]];
    if (type === undefined || isSame(type, value, there)) continue;
    return `${name === '' ? `parameter ${String(at + 1)}` : name} is shown as ${written(value)}, and its bytes say ${written(plain(there))}`;
  }
  return undefined;
}

function valuesOf(abi: readonly AbiParameter[], data: Hex): readonly unknown[] | undefined {
  try {
    return abi.length === 0 ? [] : decodeAbiParameters(placed(abi), `0x${data.slice(10)}`);
  } catch {
    return undefined; // viem throws for bytes that are too short
  }
}

/** Whether both encode to the same bytes, so that no form of writing a value makes a difference. */
function isSame(type: AbiParameter, stated: WrittenJson, held: unknown): boolean {
  try {
    const one = encodeAbiParameters(placed([type]), [abiValue(type, stated)]);
    return one === encodeAbiParameters(placed([type]), [held]);
  } catch {
    return false; // a value that is not of its type is not what the bytes hold
  }
}

function abiValue(type: AbiParameter, stated: WrittenJson): unknown {
  const item = itemType(type.type);
  if (item !== undefined) return listOf(stated).map((each) => abiValue({ ...type, type: item }, each));
  if (type.type === 'tuple') return tupleOf(type, stated);
  if (typeof stated === 'boolean') return stated;
  if (typeof stated !== 'string') throw new TypeError('no value');
  if (type.type === 'address') return parseForeignAddress(stated);
  if (type.type === 'bool') return boolOf(stated);
  if (/^u?int/.test(type.type)) return integerOf(stated);
  if (!type.type.startsWith('bytes')) return stated;
  return stated === '' ? '0x' : parseHex(stated);
}

/** JavaScript takes an empty text for 0. */
function integerOf(stated: string): bigint {
  if (stated.trim() === '') throw new TypeError('no number');
  return BigInt(stated);
}

function tupleOf(type: AbiParameter, stated: WrittenJson): unknown {
  const components = componentsOf(type);
  const members = Array.isArray(stated)
    ? (stated as readonly WrittenJson[])
    : components.map(({ name }) => memberOf(stated, name ?? ''));
  if (members.length !== components.length) throw new TypeError('no tuple of this type');
  return components.map((each, at) => abiValue(each, members[at] ?? null));
}

/** viem goes by the names of a tuple's members, of which two may be the same; without them by their places. */
function placed(types: readonly AbiParameter[]): readonly AbiParameter[] {
  return types.map(({ type, ...rest }) =>
    'components' in rest ? { type, components: placed(componentsOf({ type, ...rest })) } : { type },
  );
}

function memberOf(stated: WrittenJson, name: string): WrittenJson {
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) throw new TypeError('no tuple');
  return (stated as Readonly<Record<string, WrittenJson>>)[name] ?? null;
}

/** Some services and files write a list as text. */
function listOf(stated: WrittenJson): readonly WrittenJson[] {
  if (Array.isArray(stated)) return stated as readonly WrittenJson[];
  if (typeof stated === 'string' && stated.startsWith('[')) return listOf(writtenJson(stated));
  throw new TypeError('no list');
}

const WORDS = { tooDeep: 'the list nests too deep', notJson: 'no list' };

function writtenJson(text: string): WrittenJson {
  return readJsonText<string>(text, { depthMax: 8, words: WORDS, number: (digits) => digits }).value;
}

/** Safe's service is written in Python, whose words are True and False. */
function boolOf(stated: string): boolean {
  const lower = stated.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new TypeError('neither true nor false');
  return lower === 'true';
}

function innerFaults(
  parameters: readonly DecodedParameter[],
  abi: readonly AbiParameter[],
  data: Hex,
): string | undefined {
  const held = valuesOf(abi, data) ?? [];
  for (const [at, { inner, name }] of parameters.entries()) {
    const bytes = held[at];
    if (inner === null || typeof bytes !== 'string') continue;
    const fault = isRecords(inner) ? batchFault(inner, data) : decodedCallFault(inner, bytes as Hex);
    if (fault !== undefined) return isRecords(inner) ? fault : `inside ${name}: ${fault}`;
  }
  return undefined;
}

function isRecords(inner: readonly StatedRecord[] | DecodedCall): inner is readonly StatedRecord[] {
  return Array.isArray(inner);
}

/** Whether a batch is shown record by record as the chain runs it. */
function batchFault(stated: readonly StatedRecord[], data: Hex): string | undefined {
  const records = parseMultiSend(data);
  if ('code' in records) return `the batch that is shown is not in its bytes: ${records.reason}`;
  if (records.length !== stated.length) {
    return `the batch is shown with ${String(stated.length)} records, and its bytes have ${String(records.length)}`;
  }
  for (const [at, record] of records.entries()) {
    const shown = stated[at];
    if (!shown) continue;
    const name = `record ${String(at + 1)} of the batch`;
    const differs = (['operation', 'to', 'value', 'data'] as const).find(
      (each) => record[each] !== shown[each],
    );
    if (differs !== undefined)
      return `${name}: ${differs} is shown as ${String(shown[differs])}, and its bytes say ${String(record[differs])}`;
    const fault = shown.decoded && decodedCallFault(shown.decoded, record.data);
    if (fault !== undefined && fault !== null) return `${name}: ${fault}`;
  }
  return undefined;
}

/** The calldata of a call that is only described; undefined if the description does not fit itself. */
export function encodedCall({ method, parameters }: DecodedCall): Hex | undefined {
  const abi = abiOf(parameters ?? []);
  const selector = abi && selectorOf(method, abi);
  if (!abi || selector === undefined) return undefined;
  try {
    const values = abi.map((type, at) => abiValue(type, parameters?.[at]?.value ?? null));
    return concat([selector, encodeAbiParameters(placed(abi), values)]);
  } catch {
    return undefined; // a value that is not of its type
  }
}

/** A value of the chain as JSON, to be printed. */
function plain(value: unknown): WrittenJson {
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const WORDS_MAX = 200;

function written(value: WrittenJson): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= WORDS_MAX ? text : `${text.slice(0, WORDS_MAX)}… (${String(text.length)} characters)`;
}

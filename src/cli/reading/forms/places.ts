import type { Hex } from 'viem';
import { readExecCalldata } from '../../../domain/transfers/exec-calldata.js';
import { parseHex } from '../../../domain/values/hex.js';
import { type JsonObject, isObject } from '../fields.js';
import { type LosslessJson, readJson } from '../read-json.js';
import { isTypedData, withKnownNames } from '../form-fields/field-names.js';
import { gatewayFields, isGatewayDetail } from './gateway-detail.js';
import { SAFE_TX_NAMES } from '../form-fields/safe-tx-fields.js';

/** A place of a file where a transaction stands. */
export interface Place {
  /** `partial` says some fields of a transaction, or is a call without a Safe's own fields. */
  readonly kind: 'safe-tx' | 'typed-data' | 'partial';
  readonly object: JsonObject;
  /** The objects that it stands in, the outermost first. */
  readonly around: readonly JsonObject[];
  /** Its path in words. */
  readonly at: string;
  /** Of calldata of execTransaction, which names neither Safe nor nonce. */
  readonly calldata?: Hex;
}

// What stands there speaks about the transaction in its own words, and is compared elsewhere: what is decoded, what has
// happened, who has signed. A call in there is no second statement of this one; a whole Safe transaction is.
const OTHER_WORDS = new Set([
  ...['dataDecoded', 'decodedData', 'transfers', 'txInfo', 'confirmations', 'signatures'],
  ...['contractMethod', 'contractInputsValues'],
]);

// The bytes of a transaction itself, which may hold the call of another one.
const OWN_BYTES = new Set(['data', 'input', 'hexData']);

// Members that are read as one whole with the object that they stand in.
const TYPED_DATA_PARTS = new Set(['types', 'domain', 'message', 'primaryType']);
const DETAIL_PARTS = new Set(['txData', 'detailedExecutionInfo']);

const OWN_NAMES = ['safeTxGas', 'baseGas', 'dataGas', 'gasToken', 'refundReceiver'] as const;

/** Every place where a reader could find a transaction: somebody else's reader may choose another than this one. */
export function placesIn(json: LosslessJson): readonly Place[] {
  return walk(json, [], '');
}

/** How a place is called in words. */
export function placeName({ at }: Place): string {
  return at === '' ? 'at the top' : `under ${at}`;
}

function walk(json: LosslessJson, around: readonly JsonObject[], at: string): readonly Place[] {
  if (Array.isArray(json)) {
    return (json as readonly LosslessJson[]).flatMap((each, n) => walk(each, around, `${at}[${String(n)}]`));
  }
  if (typeof json === 'string') return walkText(json, around, at);
  if (!isObject(json)) return [];
  if (isTypedData(json)) {
    const parts = messageName(json) === 'value' ? new Set([...TYPED_DATA_PARTS, 'value']) : TYPED_DATA_PARTS;
    return [{ kind: 'typed-data', object: json, around, at }, ...inside(json, around, at, parts)];
  }
  if (isGatewayDetail(json)) {
    return [
      { kind: 'safe-tx', object: gatewayFields(json), around, at },
      ...partial(json, around, at),
      ...inside(json, around, at, DETAIL_PARTS),
    ];
  }
  const kind = kindOf(json);
  const here: readonly Place[] = kind ? [{ kind, object: json, around, at }] : [];
  return [...here, ...inside(json, around, at)];
}

/** Where the message of typed data stands: ethers calls it `value`. */
export function messageName(json: JsonObject): 'message' | 'value' {
  return json['message'] === undefined && isObject(json['value']) ? 'value' : 'message';
}

function partial(object: JsonObject, around: readonly JsonObject[], at: string): readonly Place[] {
  return SAFE_TX_NAMES.some((name) => isStated(object[name]))
    ? [{ kind: 'partial', object, around, at }]
    : [];
}

const NONE: ReadonlySet<string> = new Set();

function inside(json: JsonObject, around: readonly JsonObject[], at: string, parts = NONE): readonly Place[] {
  return Object.entries(json).flatMap(([name, value]) => {
    if (parts.has(name) || (typeof value === 'string' && OWN_BYTES.has(name))) return [];
    const found = walk(value, [...around, json], at === '' ? name : `${at}.${name}`);
    return OTHER_WORDS.has(name) ? found.filter(({ kind }) => kind !== 'partial') : found;
  });
}

/** JSON as text inside of JSON, as wallets take typed data, or calldata of execTransaction. Other texts hold nothing. */
function walkText(text: string, around: readonly JsonObject[], at: string): readonly Place[] {
  const bare = text.replace(/^\ufeff/, '').trim();
  if (/^0x6a761202/i.test(bare)) return executedAt(bare, around, at);
  if (!/^["{[]/.test(bare) || around.length > 8) return [];
  try {
    JSON.parse(bare);
  } catch {
    return []; // a text that only begins like JSON
  }
  return walk(withKnownNames(readJson(bare)), around, at);
}

/** Calldata that executes a Safe transaction says every field of it but the nonce. */
function executedAt(text: string, around: readonly JsonObject[], at: string): readonly Place[] {
  try {
    const calldata = parseHex(text);
    const read = readExecCalldata(calldata);
    if (!read) return [];
    const fields = Object.entries(read.transaction).map(([name, value]) => [name, String(value)] as const);
    return [{ kind: 'partial', object: Object.fromEntries(fields), around, at, calldata }];
  } catch {
    return []; // no bytes
  }
}

function kindOf(json: JsonObject): Place['kind'] | undefined {
  const named = SAFE_TX_NAMES.filter((name) => isStated(json[name]));
  if (named.length < 2) return undefined;
  const isSafeTx = json['to'] !== undefined && OWN_NAMES.some((name) => isStated(json[name]));
  return isSafeTx ? 'safe-tx' : 'partial';
}

function isStated(value: LosslessJson | undefined): boolean {
  return value !== undefined && !isObject(value) && !Array.isArray(value);
}

import { type JsonObject, isObject } from '../fields.js';
import { type LosslessJson, readJson } from '../read-json.js';
import { gatewayFields, isGatewayDetail } from './gateway-detail.js';
import { SAFE_TX_NAMES } from './safe-tx-fields.js';

/** A place of a file where a transaction stands. */
export interface Place {
  /** `partial` says some fields of a transaction, or is a call without a Safe's own fields. */
  readonly kind: 'safe-tx' | 'typed-data' | 'partial';
  readonly object: JsonObject;
  /** The objects that it stands in, the outermost first. */
  readonly around: readonly JsonObject[];
  /** Its path in words. */
  readonly at: string;
}

// What stands there speaks about the transaction in its own words, and is compared elsewhere: what is decoded, what has
// happened, who has signed.
const OTHER_WORDS = new Set([
  ...['dataDecoded', 'decodedData', 'transfers', 'txInfo', 'confirmations', 'signatures', 'types'],
  ...['contractMethod', 'contractInputsValues', 'acts', 'log', 'entries'],
]);

const OWN_NAMES = ['safeTxGas', 'baseGas', 'dataGas', 'gasToken', 'refundReceiver'] as const;

/** Every place where a reader could find a transaction: somebody else's reader may choose another than this one. */
export function placesIn(json: LosslessJson): readonly Place[] {
  return walk(json, [], '');
}

/** How a place is called in words. */
export function placeName({ at }: Place): string {
  return at === '' ? 'at the top' : `under ${at}`;
}

function isTypedData(json: JsonObject): boolean {
  if (isObject(json['types'])) return true;
  return isObject(json['message']) && (json['primaryType'] !== undefined || isObject(json['domain']));
}

function walk(json: LosslessJson, around: readonly JsonObject[], at: string): readonly Place[] {
  if (Array.isArray(json)) {
    return (json as readonly LosslessJson[]).flatMap((each, n) => walk(each, around, `${at}[${String(n)}]`));
  }
  if (typeof json === 'string') return walkText(json, around, at);
  if (!isObject(json)) return [];
  if (isTypedData(json)) return [{ kind: 'typed-data', object: json, around, at }];
  if (isGatewayDetail(json)) return [{ kind: 'safe-tx', object: gatewayFields(json), around, at }];
  const kind = kindOf(json);
  const here: readonly Place[] = kind ? [{ kind, object: json, around, at }] : [];
  const inner = Object.entries(json).flatMap(([name, value]) =>
    OTHER_WORDS.has(name) ? [] : walk(value, [...around, json], at === '' ? name : `${at}.${name}`),
  );
  return [...here, ...inner];
}

/** JSON as text inside of JSON, as wallets take typed data. Other texts hold nothing. */
function walkText(text: string, around: readonly JsonObject[], at: string): readonly Place[] {
  if (!/^\s*[{[]/.test(text) || around.length > 8) return [];
  try {
    JSON.parse(text);
  } catch {
    return []; // a text that only begins like JSON
  }
  return walk(readJson(text), around, at);
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

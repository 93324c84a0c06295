import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { DomainError, type ErrorCode, type Fault } from '../../domain/errors.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { jsonPointer } from '../../domain/values/json-pointer.js';

export const BODY_BYTES_MAX = 64 * 1024;
const DEPTH_MAX = 16;
export const FAULTS_MAX = 100;

/** Assigning these walks into prototypes wherever a body is merged or copied later (THREATS H16). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

/**
 * Parses a request body so that no two readers can disagree about it: UTF-8, bounded, no duplicate keys, no
 * number that JavaScript would round. Everything it refuses is refused with a pointer to the member.
 */
export function parseStrictJson(bytes: Uint8Array): Json {
  if (bytes.byteLength > BODY_BYTES_MAX)
    throw new DomainError('BODY_TOO_LARGE', 'the body is larger than 64 KiB');
  const text = decode(bytes);
  refuseDepth(text);
  const root = parseTree(text);
  const faults: Fault[] = [];
  const value = toValue(root, { text, path: [], faults });
  const [first] = faults;
  if (first) {
    const code = faults.some((fault) => fault.code === 'BODY_DUPLICATE_KEY')
      ? 'BODY_DUPLICATE_KEY'
      : first.code;
    throw new DomainError(code, first.detail, faults.slice(0, FAULTS_MAX));
  }
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith('\uFEFF')) return text;
  } catch (error) {
    throw new DomainError('BODY_NOT_JSON', 'the body is not UTF-8', [], { cause: error });
  }
  throw new DomainError('BODY_NOT_JSON', 'the body starts with a byte order mark');
}

/** Before any parser sees the text: parsers recurse, and a depth bomb would exhaust the stack. */
function refuseDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (OPENING.has(char)) depth += 1;
    else if (CLOSING.has(char)) depth -= 1;
    if (depth > DEPTH_MAX) throw new DomainError('BODY_TOO_DEEP', 'the body nests deeper than 16 levels');
  }
}

/** Two parsers must accept: the engine's own for the grammar, Momoa for what JSON.parse throws away. */
function parseTree(text: string): ValueNode {
  try {
    JSON.parse(text);
    return parse(text, { mode: 'json', ranges: true }).body;
  } catch (error) {
    throw new DomainError('BODY_NOT_JSON', 'the body is not one JSON value (RFC 8259)', [], { cause: error });
  }
}

interface Place {
  readonly text: string;
  readonly path: readonly PropertyKey[];
  readonly faults: Fault[];
}

function addFault(place: Place, code: ErrorCode, detail: string): void {
  place.faults.push({ pointer: jsonPointer(place.path), code, detail });
}

function toValue(node: ValueNode, place: Place): Json {
  switch (node.type) {
    case 'Object':
      return toObject(node, place);
    case 'Array':
      return node.elements.map((element, index) =>
        toValue(element.value, { ...place, path: [...place.path, index] }),
      );
    case 'String':
      if (!node.value.isWellFormed()) addFault(place, 'BODY_SCHEMA', 'the text has a lone surrogate');
      return node.value;
    case 'Number':
      return toNumber(node, place);
    case 'Boolean':
      return node.value;
    case 'Null':
      return null;
    case 'NaN':
    case 'Infinity':
      addFault(place, 'BODY_SCHEMA', 'not a JSON value');
      return null;
  }
}

function toObject(node: Extract<ValueNode, { type: 'Object' }>, place: Place): Json {
  // Without a prototype, so that no key can mean more than itself.
  const object = Object.create(null) as Record<string, Json>;
  for (const member of node.members) {
    const key = member.name.type === 'String' ? member.name.value : member.name.name;
    const at: Place = { ...place, path: [...place.path, key] };
    if (FORBIDDEN_KEYS.has(key)) addFault(at, 'BODY_SCHEMA', 'this key is not allowed anywhere');
    else if (!key.isWellFormed()) addFault(place, 'BODY_SCHEMA', 'a key has a lone surrogate');
    else if (key in object) addFault(at, 'BODY_DUPLICATE_KEY', 'the key is there twice');
    else object[key] = toValue(member.value, at);
  }
  return object;
}

/** In Sluice's API a number is a small whole number; amounts are strings (invariant 22, THREATS D02). */
function toNumber(node: Extract<ValueNode, { type: 'Number' }>, place: Place): Json {
  const written = node.range ? place.text.slice(node.range[0], node.range[1]) : '';
  if (!Number.isSafeInteger(node.value) || String(node.value) !== written) {
    addFault(place, 'BODY_SCHEMA', 'numbers are whole, at most 2^53 - 1, and written plainly');
  }
  return node.value;
}

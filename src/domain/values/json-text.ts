import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { DomainError, type ErrorCode } from '../errors.js';

/** JSON in which numbers have the type that the reader chooses. */
export type JsonOf<N> =
  | string
  | boolean
  | null
  | N
  | readonly JsonOf<N>[]
  | { readonly [key: string]: JsonOf<N> };

/** A fault that readers of the text might disagree about, and its place. */
export interface JsonFault {
  readonly path: readonly PropertyKey[];
  readonly code: ErrorCode;
  readonly detail: string;
}

type NoteFault = (code: ErrorCode, detail: string) => void;

/** What is up to the caller. */
export interface JsonReader<N> {
  readonly depthMax: number;
  /** The messages for a text that nests too deep, and for one that is no JSON. */
  readonly words: { readonly tooDeep: string; readonly notJson: string };
  /** Reads a number from its text, because JavaScript would round beyond 53 bits. */
  number(written: string, fault: NoteFault): N;
}

/** Assigning these keys reaches prototypes wherever a value is merged or copied later (THREATS H16). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

/**
 * Parses JSON so that no two readers can disagree about it (THREATS D02, H17). Duplicate keys, keys that reach
 * prototypes, and lone surrogates are faults, in the order of the text.
 * @throws DomainError BODY_TOO_DEEP, BODY_NOT_JSON
 */
export function readJsonText<N>(
  text: string,
  reader: JsonReader<N>,
): { readonly value: JsonOf<N>; readonly faults: readonly JsonFault[] } {
  if (isDeeper(text, reader.depthMax)) throw new DomainError('BODY_TOO_DEEP', reader.words.tooDeep);
  const root = parseTree(text, reader.words.notJson);
  const faults: JsonFault[] = [];
  const value = valueOf(root, { text, path: [], faults, reader });
  return { value, faults };
}

/** Checked before parsing: parsers recurse, and a deeply nested text would exhaust the stack. */
function isDeeper(text: string, depthMax: number): boolean {
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
    if (depth > depthMax) return true;
  }
  return false;
}

/** Two parsers must accept the text: the engine's own for the grammar, Momoa for what JSON.parse discards. */
function parseTree(text: string, notJson: string): ValueNode {
  try {
    JSON.parse(text);
    return parse(text, { mode: 'json', ranges: true }).body;
  } catch (cause) {
    throw new DomainError('BODY_NOT_JSON', notJson, [], { cause });
  }
}

interface Place<N> {
  readonly text: string;
  readonly path: readonly PropertyKey[];
  readonly faults: JsonFault[];
  readonly reader: JsonReader<N>;
}

function addFault<N>({ path, faults }: Place<N>, code: ErrorCode, detail: string): void {
  faults.push({ path, code, detail });
}

function valueOf<N>(node: ValueNode, place: Place<N>): JsonOf<N> {
  switch (node.type) {
    case 'Object':
      return objectOf(node, place);
    case 'Array':
      return node.elements.map((element, index) =>
        valueOf(element.value, { ...place, path: [...place.path, index] }),
      );
    case 'String':
      if (!node.value.isWellFormed()) addFault(place, 'BODY_SCHEMA', 'the text has a lone surrogate');
      return node.value;
    case 'Number': {
      const written = node.range ? place.text.slice(node.range[0], node.range[1]) : '';
      return place.reader.number(written, (code, detail) => {
        addFault(place, code, detail);
      });
    }
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

function objectOf<N>(node: Extract<ValueNode, { type: 'Object' }>, place: Place<N>): JsonOf<N> {
  // No prototype, so that every key is plain data.
  const object = Object.create(null) as Record<string, JsonOf<N>>;
  for (const member of node.members) {
    const key = member.name.type === 'String' ? member.name.value : member.name.name;
    const at: Place<N> = { ...place, path: [...place.path, key] };
    if (FORBIDDEN_KEYS.has(key)) addFault(at, 'BODY_SCHEMA', 'this key is not allowed anywhere');
    else if (!key.isWellFormed()) addFault(place, 'BODY_SCHEMA', 'a key has a lone surrogate');
    else if (key in object) addFault(at, 'BODY_DUPLICATE_KEY', 'the key is there twice');
    else object[key] = valueOf(member.value, at);
  }
  return object;
}

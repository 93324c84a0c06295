import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { DomainError } from '../../domain/errors.js';

/** A JSON number as it is written: JavaScript would round what does not fit into 53 bits. */
export class NumberText {
  constructor(readonly text: string) {}
}

export type LosslessJson =
  string | boolean | null | NumberText | readonly LosslessJson[] | { readonly [key: string]: LosslessJson };

const DEPTH_MAX = 64;

/**
 * Reads JSON without losing anything that another reader might see: numbers keep their text, and a key that is there
 * twice is an error, not a choice (THREATS D02, H17).
 */
export function readJson(text: string): LosslessJson {
  refuseDepth(text);
  return valueOf(parseTree(text), text);
}

/** Before any parser sees the text: parsers recurse, and a depth bomb would exhaust the stack. */
function refuseDepth(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth > DEPTH_MAX) throw new DomainError('BODY_TOO_DEEP', 'the JSON nests too deep');
  }
}

// As in infra/http/strict-json.ts, which the command line may not import: it has the domain alone.
function parseTree(text: string): ValueNode {
  try {
    JSON.parse(text);
    return parse(text, { mode: 'json', ranges: true }).body;
  } catch (cause) {
    throw new DomainError('BODY_NOT_JSON', 'it is neither 0x-hex nor one JSON value', [], { cause });
  }
}

function valueOf(node: ValueNode, text: string): LosslessJson {
  switch (node.type) {
    case 'Object':
      return objectOf(node, text);
    case 'Array':
      return node.elements.map((element) => valueOf(element.value, text));
    case 'Number':
      return new NumberText(node.range ? text.slice(node.range[0], node.range[1]) : '');
    case 'String':
    case 'Boolean':
      return node.value;
    case 'Null':
      return null;
    case 'NaN':
    case 'Infinity':
      throw new DomainError('BODY_NOT_JSON', `${node.type} is no JSON value`);
  }
}

function objectOf(node: Extract<ValueNode, { type: 'Object' }>, text: string): LosslessJson {
  // Without a prototype, so that no key can mean more than itself.
  const object = Object.create(null) as Record<string, LosslessJson>;
  for (const { name, value } of node.members) {
    const key = name.type === 'String' ? name.value : name.name;
    if (key in object) throw new DomainError('BODY_DUPLICATE_KEY', `the key "${key}" is there twice`);
    object[key] = valueOf(value, text);
  }
  return object;
}

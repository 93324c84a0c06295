import type { AbiParameter } from 'viem';
import { DomainError } from '../../errors.js';
import { parseForeignAddress } from '../../values/address.js';
import { readJsonText } from '../../values/json-text.js';
import type { WrittenJson } from './typed-data.js';

/** One item of a list type: "uint256[2]" holds "uint256". Undefined for what is no list. */
export function itemType(type: string): string | undefined {
  return /^(.*)\[[0-9]*\]$/s.exec(type)?.[1];
}

export function componentsOf(type: AbiParameter): readonly AbiParameter[] {
  return 'components' in type ? type.components : [];
}

/**
 * A value as Safe's Transaction Builder holds it, which is text, as JSON of its type. Tuples and lists of texts are JSON
 * there; other lists are split at their commas, with or without quotation marks. What the Builder, ethers and safe-cli
 * would encode to different bytes is refused.
 * @throws DomainError BODY_SCHEMA
 */
export function describedValue(type: AbiParameter, value: WrittenJson): WrittenJson {
  const base = type.type.replace(/[[0-9\]]*$/, '');
  const isJson = type.type.startsWith('tuple') || base === 'string';
  const isList = itemType(type.type) !== undefined;
  if (typeof value !== 'string' || !(isList || isJson) || type.type === 'string')
    return leaf(type, value, false);
  const held = isJson ? jsonOf(value) : splitList(value.trim());
  return leaf(type, held, isJson);
}

/** Goes down to the single values. Within a tuple ethers takes any text for true. */
function leaf(type: AbiParameter, value: WrittenJson, isWithin: boolean): WrittenJson {
  const item = itemType(type.type);
  if (item !== undefined) {
    if (!Array.isArray(value)) throw fault(type, 'expected a list');
    return (value as readonly WrittenJson[]).map((each) => leaf({ ...type, type: item }, each, isWithin));
  }
  if (type.type === 'tuple') return tupleIn(type, value);
  if (type.type === 'bool') return boolIn(type, value, isWithin);
  if (typeof value !== 'string') throw fault(type, 'expected a text');
  if (/^u?int/.test(type.type)) return integerIn(type, value);
  if (type.type === 'address') return parseForeignAddress(value.trim());
  return type.type === 'string' ? value : value.trim();
}

function tupleIn(type: AbiParameter, value: WrittenJson): WrittenJson {
  const components = componentsOf(type);
  if (typeof value !== 'object' || value === null) throw fault(type, 'expected a list of its members');
  const isList = Array.isArray(value);
  const members = isList
    ? (value as readonly WrittenJson[])
    : components.map(({ name = '' }) => (value as Readonly<Record<string, WrittenJson>>)[name]);
  const count = isList ? members.length : Object.keys(value).length;
  if (count !== components.length) {
    throw fault(type, `it has ${String(components.length)} members, and ${String(count)} are there`);
  }
  return components.map((each, at) => {
    const held = members[at];
    if (held === undefined) throw fault(type, `its member ${each.name ?? String(at)} is missing`);
    return leaf(each, held, true);
  });
}

function boolIn(type: AbiParameter, value: WrittenJson, isWithin: boolean): boolean {
  if (typeof value === 'boolean') return value;
  if (isWithin || typeof value !== 'string')
    throw fault(type, 'write true or false without quotation marks: any text counts as true there');
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw fault(type, 'it is neither true nor false');
}

const INTEGER = /^(?:-?[0-9]{1,78}|0x[0-9a-f]{1,64})$/i;

function integerIn(type: AbiParameter, value: string): string {
  const digits = value.replaceAll(/["']/g, '').trim();
  if (INTEGER.test(digits)) return digits;
  // The Transaction Builder takes "1e18" for the hex number 0x1e18.
  const isLikeHex = /^-?[0-9a-f]+$/i.test(digits);
  throw fault(
    type,
    isLikeHex ? `"${digits}" is read as hex by some, and not by others` : 'it is no whole number',
  );
}

const DEPTH_MAX = 16;
const WORDS = { tooDeep: 'the JSON nests too deep', notJson: 'it is no JSON' };

function jsonOf(text: string): WrittenJson {
  const { value, faults } = readJsonText<string>(text, {
    depthMax: DEPTH_MAX,
    words: WORDS,
    number: (digits, fault) => {
      // The Transaction Builder parses it as JavaScript does.
      const isExact = Number.isSafeInteger(Number(digits)) && /^-?\d+$/.test(digits);
      if (!isExact) fault('BODY_SCHEMA', `${digits} is rounded by whoever reads it: write it as text`);
      return digits;
    },
  });
  const [first] = faults;
  if (first) throw new DomainError('BODY_SCHEMA', first.detail);
  return value;
}

/** "[a, [b, c]]" as lists of texts. */
function splitList(text: string, within = 0): WrittenJson {
  if (within > DEPTH_MAX) throw new DomainError('BODY_SCHEMA', 'the list nests too deep');
  if (!text.startsWith('[') || !text.endsWith(']')) return text.replaceAll(/["']/g, '').trim();
  const inside = text.slice(1, -1);
  if (inside.trim() === '') return [];
  const items: string[] = [''];
  let depth = 0;
  for (const sign of inside) {
    depth += sign === '[' ? 1 : sign === ']' ? -1 : 0;
    if (sign === ',' && depth === 0) items.push('');
    else items.push(`${items.pop() ?? ''}${sign}`);
  }
  return items.map((each) => splitList(each.trim(), within + 1));
}

function fault(type: AbiParameter, words: string): DomainError {
  const name = (type.name ?? '') === '' ? '' : `${type.name ?? ''} (${type.type})`;
  return new DomainError('BODY_SCHEMA', `${name === '' ? type.type : name}: ${words}`);
}

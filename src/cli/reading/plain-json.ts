import { DomainError, type Fault } from '../../domain/errors.js';
import type { WrittenJson } from '../../domain/transfers/foreign/typed-data.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { jsonPointer } from '../../domain/values/json-pointer.js';
import { type LosslessJson, NumberText } from './read-json.js';

/**
 * Plain JSON for the domain's schemas. A number that some JSON parser would round is refused with its place, as by the API:
 * large numbers have to be written as strings.
 */
export function plainJson(value: LosslessJson): Json {
  const faults: Fault[] = [];
  const read = plainAt(value, [], faults);
  const [first, ...others] = faults;
  if (first) throw DomainError.of(first, ...others);
  return read;
}

function plainAt(value: LosslessJson, path: readonly PropertyKey[], faults: Fault[]): Json {
  if (value instanceof NumberText) {
    if (isPlain(value.text)) return Number(value.text);
    const detail = 'numbers are whole, at most 2^53 - 1, and written plainly';
    faults.push({ pointer: jsonPointer(path), code: 'BODY_SCHEMA', detail });
    return null;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return (value as readonly LosslessJson[]).map((each, at) => plainAt(each, [...path, at], faults));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, plainAt(member, [...path, key], faults)]),
  );
}

/** JSON for the domain's readers of typed data: numbers as their digits, of which none may be one that parsers round. */
export function writtenJson(value: LosslessJson): WrittenJson {
  if (value instanceof NumberText) return digitsOf(value.text);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly LosslessJson[]).map(writtenJson);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, writtenJson(member)]));
}

function digitsOf(text: string): string {
  return String(numberOf(text));
}

function isPlain(text: string): boolean {
  const read = Number(text);
  return Number.isSafeInteger(read) && String(read) === text;
}

function numberOf(text: string): number {
  if (isPlain(text)) return Number(text);
  throw new DomainError('BODY_SCHEMA', `${text} is no whole number below 2^53: write it as text`);
}

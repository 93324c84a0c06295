import { DomainError } from '../../domain/errors.js';
import type { WrittenJson } from '../../domain/transfers/foreign/typed-data.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { type LosslessJson, NumberText } from './read-json.js';

/**
 * Plain JSON for the domain's schemas. A number that some JSON parser would round is refused: large numbers have to be
 * written as strings.
 */
export function plainJson(value: LosslessJson): Json {
  if (value instanceof NumberText) return numberOf(value.text);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly LosslessJson[]).map(plainJson);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainJson(member)]));
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

function numberOf(text: string): number {
  const read = Number(text);
  if (Number.isSafeInteger(read) && String(read) === text) return read;
  throw new DomainError('BODY_SCHEMA', `${text} is no whole number below 2^53: write it as text`);
}

import { DomainError } from '../../domain/errors.js';
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

function numberOf(text: string): number {
  const read = Number(text);
  if (Number.isSafeInteger(read) && String(read) === text) return read;
  throw new DomainError('BODY_SCHEMA', `${text} is no whole number below 2^53: write it as text`);
}

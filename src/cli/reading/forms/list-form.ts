import { refusal } from '../../../domain/errors.js';
import { type ForeignForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { type JsonObject, anyUint, isObject, optional } from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import type { Place } from './places.js';
import { safeTxFields } from '../form-fields/safe-tx-fields.js';

/** The items of a list of transactions: the Transaction Service's answer, or a list alone. */
export function listItems(json: LosslessJson): readonly LosslessJson[] | undefined {
  if (Array.isArray(json)) return json as readonly LosslessJson[];
  const results = isObject(json) ? json['results'] : undefined;
  return Array.isArray(results) ? (results as readonly LosslessJson[]) : undefined;
}

/** What still fits on a screen. */
const SHOWN_MAX = 10;

/** Of several transactions nobody can say which one is meant. Those that share a nonce exclude one another. */
export function severalForm(places: readonly Place[]): ForeignForm {
  const calls = places
    .filter(({ kind }) => kind === 'safe-tx')
    .map(({ object }) => safeTxFields(object, anyUint));
  const counts = [...Map.groupBy(calls, ({ nonce }) => nonce)].map(([nonce, { length }]) => ({
    nonce,
    length,
  }));
  const shared = counts.filter(({ length }) => length > 1);
  const words = shared.map(
    ({ nonce, length }) =>
      `${String(length)} share nonce ${nonce.toString()}, so that only one of them can be executed`,
  );
  const reason = [
    `it is a list of ${String(places.length)} transactions`,
    ...(words.length === 0 ? ['each with a nonce of its own'] : words),
    'inspect the one that is meant, as a file of its own',
    ...(calls.length > SHOWN_MAX ? [`the first ${String(SHOWN_MAX)} are shown`] : []),
  ].join('; ');
  return namedForm(refusal('BODY_SCHEMA', reason), { calls: calls.slice(0, SHOWN_MAX) });
}

/** What a list says of those that it does not show. */
export function listRemarks(json: JsonObject, shown: number): readonly string[] {
  const count = optional(json, 'count', anyUint);
  if (count === undefined || count <= BigInt(shown)) return [];
  return [
    `the list counts ${count.toString()} transactions and shows ${String(shown)}: others may have the same nonce`,
  ];
}

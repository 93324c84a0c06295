import canonicalize from 'canonicalize';
import { type Hex, keccak256, stringToBytes } from 'viem';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value in its JSON form for storing and sending: absent members are dropped, and bigints become decimal strings. */
export function plain(value: unknown): Json {
  const text = JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'bigint' ? each.toString() : each,
  );
  return JSON.parse(text) as Json;
}

/** RFC 8785 canonical JSON. Bigints must have become decimal strings before. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** keccak256 of the canonical JSON's UTF-8 bytes. It identifies policies, profiles and effects. */
export function canonicalHash(value: Json): Hex {
  return keccak256(stringToBytes(canonicalJson(value)));
}

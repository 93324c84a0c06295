import canonicalize from 'canonicalize';
import { type Hex, keccak256, stringToBytes } from 'viem';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value as it is stored and sent: absent members are left out, and a bigint is a decimal string. */
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

/** keccak256 over the canonical JSON's UTF-8 bytes: what policy, profile and effects are named by. */
export function canonicalHash(value: Json): Hex {
  return keccak256(stringToBytes(canonicalJson(value)));
}

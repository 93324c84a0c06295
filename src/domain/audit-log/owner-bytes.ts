import type { Json } from '../values/canonical-json.js';
import type { AuditType } from './acts/acts.js';
import { CHANGE_ACTS, FOUNDING_ACTS } from './acts/change-acts.js';

/** 64 bytes in hexadecimal: the shortest form that a signature has (EIP-2098), alone or inside something longer. */
const LONG = /[0-9a-fA-F]{128}/;

/** Types whose signatures are over statements of Sluice's own, by keys that own no Safe. All others are searched. */
const BY_PEOPLE: readonly AuditType[] = [
  'transfer.requested',
  'transfer.excepted',
  'transfer.answered',
  'transfer.cancel-answered',
];
const SIGNED_OTHERWISE: ReadonlySet<string> = new Set<string>([
  ...BY_PEOPLE,
  ...[FOUNDING_ACTS, CHANGE_ACTS].flatMap((acts) => Object.keys(acts)),
]);

/**
 * Whether an entry may hold the bytes of an owner's signature, or a transaction that contains them. It is told by the
 * text, so that a type that is added later is searched too.
 */
export function mayHoldOwnerBytes({ type, text }: { readonly type: string; readonly text: string }): boolean {
  return !SIGNED_OTHERWISE.has(type) && LONG.test(text);
}

/** The same without any text that may hold such bytes; null stands in its place. */
export function withoutOwnerBytes(value: Json): Json {
  if (typeof value === 'string') return LONG.test(value) ? null : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => withoutOwnerBytes(each));
  // A name that may hold them is left out with its value.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !LONG.test(name))
      .map(([name, each]) => [name, withoutOwnerBytes(each)]),
  );
}

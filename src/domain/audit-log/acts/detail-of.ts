import { type Json, canonicalJson } from '../../values/canonical-json.js';
import type { AuditType, DetailOf } from './acts.js';

/** The part of an entry that says what happened. */
interface Said {
  readonly type: string;
  readonly detail: Readonly<Record<string, Json>>;
}

/**
 * The members of a type's detail by name. An entry of an earlier version may lack one, so the reader checks each value.
 */
export type Members<T extends AuditType> = { readonly [Name in keyof DetailOf<T>]?: Json };

/** The detail of an entry if it is of this type; else undefined. */
export function detailOf<T extends AuditType>(type: T, entry: Said): Members<T> | undefined {
  return entry.type === type ? entry.detail : undefined;
}

/** Whether an entry is of this type and this member has exactly this value. */
export function says<T extends AuditType, Name extends keyof DetailOf<T> & string>(
  entry: Said,
  type: T,
  [name, value]: readonly [Name, DetailOf<T>[Name] & Json],
): boolean {
  const said = entry.type === type ? entry.detail[name] : undefined;
  return said !== undefined && canonicalJson(said) === canonicalJson(value);
}

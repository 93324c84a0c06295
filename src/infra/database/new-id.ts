import { v7 } from 'uuid';

/** A new prefixed id (UUIDv7, RFC 9562), so that ids sort by age. */
export function newId(prefix: string): string {
  return `${prefix}_${v7()}`;
}

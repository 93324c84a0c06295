import { MalformedLogText } from './malformed.js';
import { TILE_WIDTH } from './tile-path.js';

const LENGTH_BYTES = 2;
/** The largest length that fits into two bytes. */
export const BUNDLED_ENTRY_BYTES_MAX = 2 ** 16 - 1;

/**
 * Entries one after the other, each behind its length as two big-endian bytes (c2sp.org/tlog-tiles).
 * @throws RangeError if an entry is longer than 65,535 bytes: it is then in the tree, but in no bundle
 */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > BUNDLED_ENTRY_BYTES_MAX) throw new RangeError('an entry is too long for a bundle');
    bytes.set([entry.length >> 8, entry.length & 255], at);
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/** Parses a bundle of exactly `width` entries. @throws MalformedLogText if there are more, fewer, or a part of one */
export function parseEntryBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length && entries.length < TILE_WIDTH;) {
    const [high, low] = bytes.subarray(at, at + LENGTH_BYTES);
    const end = at + LENGTH_BYTES + (high ?? 0) * 256 + (low ?? 0);
    if (low === undefined || end > bytes.length)
      throw new MalformedLogText('an entry of the bundle is cut off');
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  const length = entries.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, 0);
  if (entries.length !== width || length !== bytes.length) {
    throw new MalformedLogText('the bundle has not as many entries as it is wide');
  }
  return entries;
}

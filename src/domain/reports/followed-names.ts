import { z } from 'zod';
import { MalformedLogText } from '../audit-log/malformed.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import type { EntryNames } from './entry-names.js';

const name = z.string().nullable();
const Names = z.strictObject({
  ...{ actor: name, safe: name, subject: name, amount: name, asset: name },
  ...{ destination: name, destinationAddress: name, reference: name, words: name },
}) satisfies z.ZodType<EntryNames>;

/** What the ids of entries were called, by the entry's index as it is written. */
const FollowedNames = z.strictObject({ names: z.record(z.string(), Names) });
export type FollowedNames = ReadonlyMap<string, EntryNames>;

/** The line behind a part of the log that is followed. Its proof does not cover it, as little as the names of a CSV. */
export function printFollowedNames(names: ReadonlyMap<bigint, EntryNames>): string {
  const rows = [...names].map(([index, each]): [string, Json] => [index.toString(), { ...each }]);
  return canonicalJson({ names: Object.fromEntries(rows) });
}

/**
 * A followed part, and the names behind it if there are any.
 * @throws MalformedLogText if something else is where the names should be
 */
export function splitFollowed(text: string): { readonly part: string; readonly names: FollowedNames } {
  const start = text.lastIndexOf('\n', text.length - 2) + 1;
  if (!text.startsWith('{"names":', start)) return { part: text, names: new Map() };
  let line: unknown;
  try {
    line = JSON.parse(text.slice(start));
  } catch (cause) {
    throw new MalformedLogText('the names are no JSON', { cause });
  }
  const parsed = FollowedNames.safeParse(line);
  if (!parsed.success) throw new MalformedLogText('the names are in another form');
  return { part: text.slice(0, start), names: new Map(Object.entries(parsed.data.names)) };
}

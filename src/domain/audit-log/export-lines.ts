import { z } from 'zod';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { parseHash, printBase64 } from './base64.js';
import { type ExportFilter, ExportFilterSchema } from './export-filter.js';
import { MalformedLogText, parseSize } from './malformed.js';

const EXPORT_KIND = 'sluice.audit-export';

/** The first line: of which part of which log the others are, and by what that is proven. */
export interface ExportHeader {
  readonly filter: ExportFilter;
  /** The index of the first entry that the file is about, and the one after the last. */
  readonly from: bigint;
  readonly to: bigint;
  /** Of the tree of the first `from` entries. */
  readonly frontier: readonly Uint8Array[];
  /** The signed note of a tree of `to` entries or more. */
  readonly checkpoint: string;
  /** From the tree of `to` entries to that of the checkpoint. */
  readonly consistency: readonly Uint8Array[];
  /** For finding the right key; whoever verifies has it from elsewhere. */
  readonly logKey: string;
}

/** An entry; one that its reader may not read yet; or a run of entries that the filter leaves out. */
export type ExportLine =
  | {
      readonly kind: 'entry';
      readonly index: bigint;
      readonly leafHash: Uint8Array;
      readonly canonical: string;
    }
  | { readonly kind: 'veiled'; readonly index: bigint; readonly leafHash: Uint8Array }
  | {
      readonly kind: 'left-out';
      readonly from: bigint;
      readonly to: bigint;
      /** The roots of `subtreesCovering` this range. */
      readonly subtrees: readonly Uint8Array[];
    };

/** The last line: how many entries of each kind there are, and the SHA-256 of all lines before, with their newlines. */
export interface ExportTrailer {
  readonly kind: 'trailer';
  readonly entries: bigint;
  readonly veiled: bigint;
  readonly leftOut: bigint;
  readonly sha256: Uint8Array;
}

/** No tree that there can be has a frontier, or a range with subtrees, of more. */
const HASHES_MAX = 126;
const hashes = z.array(z.string()).max(HASHES_MAX);

const Header = z.strictObject({
  v: z.literal(1),
  kind: z.literal(EXPORT_KIND),
  filter: ExportFilterSchema,
  from: z.string(),
  frontier: hashes,
  to: z.string(),
  checkpoint: z.string(),
  consistency: hashes,
  logKey: z.string(),
});
const Line = z.union([
  z.strictObject({ index: z.string(), leafHash: z.string(), canonical: z.string() }),
  z.strictObject({ index: z.string(), leafHash: z.string(), veiled: z.literal(true) }),
  z.strictObject({ from: z.string(), to: z.string(), subtrees: hashes }),
  z.strictObject({ entries: z.string(), veiled: z.string(), leftOut: z.string(), sha256: z.string() }),
]);

/** @throws MalformedLogText unless it is the first line of an export, in its one spelling */
export function parseExportHeader(text: string): ExportHeader {
  const { filter, from, frontier, to, checkpoint, consistency, logKey } = parseStrictly(Header, text);
  return {
    filter,
    from: parseSize(from, 'from'),
    to: parseSize(to, 'to'),
    frontier: frontier.map((each) => parseHash(each, 'a hash of the frontier')),
    checkpoint,
    consistency: consistency.map((each) => parseHash(each, 'a hash of the consistency proof')),
    logKey,
  };
}

/** @throws MalformedLogText unless it is a later line of an export, in its one spelling */
export function parseExportLine(text: string): ExportLine | ExportTrailer {
  const line = parseStrictly(Line, text);
  if ('subtrees' in line) {
    const subtrees = line.subtrees.map((each) => parseHash(each, 'the root of a subtree'));
    return { kind: 'left-out', from: parseSize(line.from, 'from'), to: parseSize(line.to, 'to'), subtrees };
  }
  if ('sha256' in line) {
    return {
      kind: 'trailer',
      entries: parseSize(line.entries, 'the number of entries'),
      veiled: parseSize(line.veiled, 'the number of veiled entries'),
      leftOut: parseSize(line.leftOut, 'the number of entries left out'),
      sha256: parseHash(line.sha256, 'the SHA-256'),
    };
  }
  const index = parseSize(line.index, 'the index');
  const leafHash = parseHash(line.leafHash, 'the leaf hash');
  if ('veiled' in line) return { kind: 'veiled', index, leafHash };
  return { kind: 'entry', index, leafHash, canonical: line.canonical };
}

export function printExportHeader(header: ExportHeader): string {
  const { filter, from, frontier, to, checkpoint, consistency, logKey } = header;
  return canonicalJson({
    ...{ v: 1, kind: EXPORT_KIND, filter, checkpoint, logKey },
    from: from.toString(),
    to: to.toString(),
    frontier: frontier.map(printBase64),
    consistency: consistency.map(printBase64),
  });
}

export function printExportLine(line: ExportLine): string {
  switch (line.kind) {
    case 'entry': {
      const { index, leafHash, canonical } = line;
      return canonicalJson({ index: index.toString(), leafHash: printBase64(leafHash), canonical });
    }
    case 'veiled': {
      const { index, leafHash } = line;
      return canonicalJson({ index: index.toString(), leafHash: printBase64(leafHash), veiled: true });
    }
    case 'left-out': {
      const { from, to, subtrees } = line;
      return canonicalJson({
        from: from.toString(),
        to: to.toString(),
        subtrees: subtrees.map(printBase64),
      });
    }
  }
}

export function printExportTrailer({
  entries,
  veiled,
  leftOut,
  sha256,
}: Omit<ExportTrailer, 'kind'>): string {
  return canonicalJson({
    entries: entries.toString(),
    veiled: veiled.toString(),
    leftOut: leftOut.toString(),
    sha256: printBase64(sha256),
  });
}

/** In one spelling only: RFC 8785. So that whoever changes a byte changes what is said. */
function parseStrictly<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedLogText('the line is no JSON', { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new MalformedLogText('the line is none that an export has here');
  if (!isCanonical(value as Json, text)) throw new MalformedLogText('the line is not in canonical form');
  return parsed.data;
}

function isCanonical(value: Json, text: string): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    // Half of a surrogate pair has no UTF-8, and so no canonical form.
    return false;
  }
}

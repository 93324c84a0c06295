import { z } from 'zod';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { parseHash, printBase64 } from './base64.js';
import { type ExportFilter, ExportFilterSchema } from './export-filter.js';
import { MalformedLogText, parseSize } from './malformed.js';

const EXPORT_KIND = 'sluice.audit-export';

/** The first line: which part of which log the file covers, and the proof material for it. */
export interface ExportHeader {
  readonly filter: ExportFilter;
  /** The index of the first entry that the file covers; `to` is the one after the last. */
  readonly from: bigint;
  readonly to: bigint;
  /** The frontier of the tree of the first `from` entries. */
  readonly frontier: readonly Uint8Array[];
  /** A signed note over a tree of at least `to` entries. */
  readonly checkpoint: string;
  /** The consistency proof from the tree of `to` entries to that of the checkpoint. */
  readonly consistency: readonly Uint8Array[];
  /** Helps to find the right key. A verifier trusts only the key it has from elsewhere. */
  readonly logKey: string;
}

/** One entry; an entry that the reader may not see yet; or a run of entries that the filter leaves out. */
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

/** The last line: the number of entries of each kind, and the SHA-256 of all earlier lines with their newlines. */
export interface ExportTrailer {
  readonly kind: 'trailer';
  readonly entries: bigint;
  readonly veiled: bigint;
  readonly leftOut: bigint;
  readonly sha256: Uint8Array;
}

/** The most hashes that a frontier, or a range's subtrees, can have in the largest tree. */
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

/** @throws MalformedLogText unless it is an export's first line in canonical form */
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

/** @throws MalformedLogText unless it is a later line of an export in canonical form */
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

/** Accepts only the RFC 8785 form, so that no byte can change without changing the meaning. */
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
    // A lone surrogate has no UTF-8 encoding, so no canonical form.
    return false;
  }
}

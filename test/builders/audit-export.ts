import { hash } from 'node:crypto';
import { consistencyProof } from '../../src/domain/audit-log/consistency-proof.js';
import type { ExportFilter } from '../../src/domain/audit-log/export-filter.js';
import {
  type ExportLine,
  printExportHeader,
  printExportLine,
  printExportTrailer,
} from '../../src/domain/audit-log/export-lines.js';
import { frontierOf } from '../../src/domain/audit-log/frontier.js';
import { leafNode } from '../../src/domain/audit-log/merkle.js';
import { subtreesCovering } from '../../src/domain/audit-log/subtrees.js';
import { platformHasher, readerOf } from './log-tree.js';
import { checkpointNote, logSigner, vkeyOf } from './witnessed-log.js';

export type Shown = 'entry' | 'veiled' | 'left-out';

export interface ExportOptions {
  readonly filter?: ExportFilter;
  /** Of the entries, what is done with each; all are shown if left out. */
  readonly shown?: (index: number) => Shown;
  /** How long the log of the checkpoint is; as long as there are entries if left out. */
  readonly size?: number;
  readonly witnesses?: readonly number[];
}

/** The lines of an honest export of a log of these texts, each without its newline. */
export function exportLines(texts: readonly string[], options: ExportOptions = {}): readonly string[] {
  const { filter = {}, shown = () => 'entry', size = texts.length, witnesses = [] } = options;
  const leaves = texts.slice(0, size).map((text) => leafNode(Buffer.from(text), platformHasher));
  const from = Number(filter.fromIndex ?? 0);
  const to = Math.min(Number(filter.toIndex ?? size), size);
  const header = printExportHeader({
    filter,
    from: BigInt(from),
    to: BigInt(to),
    frontier: frontierOf(leaves.slice(0, from), platformHasher).nodes,
    checkpoint: checkpointNote(leaves, witnesses),
    consistency: consistencyProof(BigInt(to), BigInt(size), readerOf(leaves), platformHasher),
    logKey: vkeyOf(logSigner),
  });
  const kinds = Array.from({ length: to - from }, (_, at) => shown(from + at));
  const lines = [header, ...partsOf({ texts, leaves, kinds, from }).map(printExportLine)];
  const count = (kind: Shown): bigint => BigInt(kinds.filter((each) => each === kind).length);
  const trailer = printExportTrailer({
    entries: count('entry'),
    veiled: count('veiled'),
    leftOut: count('left-out'),
    sha256: hash('sha256', lines.map((line) => `${line}\n`).join(''), 'buffer'),
  });
  return [...lines, trailer];
}

function partsOf({
  texts,
  leaves,
  kinds,
  from,
}: {
  readonly texts: readonly string[];
  readonly leaves: readonly Uint8Array[];
  readonly kinds: readonly Shown[];
  readonly from: number;
}): readonly ExportLine[] {
  const parts: ExportLine[] = [];
  for (let at = 0; at < kinds.length; at += 1) {
    const index = from + at;
    const leafHash = leaves[index] ?? new Uint8Array();
    const kind = kinds[at];
    if (kind === 'entry') parts.push({ kind, index: BigInt(index), leafHash, canonical: texts[index] ?? '' });
    else if (kind === 'veiled') parts.push({ kind, index: BigInt(index), leafHash });
    else {
      while (kinds[at + 1] === 'left-out') at += 1;
      const [start, end] = [BigInt(index), BigInt(from + at + 1)];
      const read = readerOf(leaves);
      const subtrees = subtreesCovering({ start, end }).map((node) => read(node.level, node.index));
      parts.push({ kind: 'left-out', from: start, to: end, subtrees });
    }
  }
  return parts;
}

/** Entries with what a filter asks about, that take turns in it. */
export function entryTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const minute = String(index % 60).padStart(2, '0');
    const type = index % 3 === 0 ? 'transfer.requested' : 'session.refused';
    const actor = index % 2 === 0 ? 'per_ada' : 'per_eve';
    return `{"actor":"${actor}","at":"2026-11-22T08:${minute}:00.123Z","detail":{"at":"${String(index)}"},"index":"${String(index)}","safe":null,"subject":"tr_${String(index % 5)}","type":"${type}","v":1}`;
  });
}

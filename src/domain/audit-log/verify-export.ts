import { stringToBytes } from 'viem';
import type { Checkpoint, TreeHead } from './checkpoint.js';
import { verifyConsistency } from './consistency-proof.js';
import { isWhole } from './export-filter.js';
import { matchesFilter } from './matches-filter.js';
import { type ExportHeader, type ExportLine, type ExportTrailer, parseExportLine } from './export-lines.js';
import { EMPTY_FRONTIER, type Frontier, append, appendSubtree, frontierRoot } from './frontier.js';
import { MalformedLogText } from './malformed.js';
import { type Hasher, isSameHash, leafNode, plainHasher } from './merkle.js';
import { type OpenedExport, RefusedExport, openExport } from './open-export.js';
import { type RunningHash, plainRunningHash } from './running-hash.js';
import { subtreesCovering } from './subtrees.js';
import type { Cosigner, LogTrust } from './verify-checkpoint.js';

export interface ExportTrust extends LogTrust {
  /** Other verified heads of the same log that the reader has, earlier or later. */
  readonly heads?: readonly TreeHead[];
  readonly hasher?: Hasher;
  readonly runningHash?: () => RunningHash;
}

/** How many entries an export shows, veils and leaves out. */
export interface ExportCounts {
  readonly entries: bigint;
  readonly veiled: bigint;
  readonly leftOut: bigint;
}

export interface ProvenExport {
  readonly isProven: true;
  readonly header: ExportHeader;
  readonly checkpoint: Checkpoint;
  readonly cosigners: readonly Cosigner[];
  readonly counts: ExportCounts;
  /** The tree of the entries up to `to`: the next part of the log has to begin with it. */
  readonly head: TreeHead;
  /** Of the whole file. The log's entry about the export has the same hash. */
  readonly sha256: Uint8Array;
  /** The sizes of the reader's own heads: those the export agrees with, and those that it does not reach. */
  readonly agreed: readonly bigint[];
  readonly notCompared: readonly bigint[];
}

interface RefusedVerdict {
  readonly isProven: false;
  readonly reason: string;
  /** Counted from 1; null if no single line is at fault. */
  readonly line: number | null;
  /** The first entry that is not the log's; null if that cannot be told. */
  readonly firstBadIndex: bigint | null;
  /** The first bad entry is at or after `from`, and before `to`. */
  readonly from: bigint;
  readonly to: bigint;
}

export type ExportVerdict = ProvenExport | RefusedVerdict;

/**
 * Verifies a JSONL export line by line: every text is the log's entry at its index and matches the filter, and nothing
 * is left out without the file saying so. It trusts only the log's key and the required witnesses. Memory does not grow
 * with the number of lines.
 */
export class ExportCheck {
  readonly #trust: ExportTrust;
  readonly #hasher: Hasher;
  readonly #lines: RunningHash;
  readonly #file: RunningHash;
  #count = 0;
  #opened: OpenedExport | undefined;
  #frontier: Frontier = EMPTY_FRONTIER;
  /** The size up to which a head of the reader's has confirmed the entries. */
  #good = 0n;
  #agreed: bigint[] = [];
  #counts: ExportCounts = { entries: 0n, veiled: 0n, leftOut: 0n };
  #trailer: ExportTrailer | undefined;
  #failure: RefusedVerdict | undefined;

  constructor(trust: ExportTrust) {
    const { hasher = plainHasher, runningHash = plainRunningHash } = trust;
    this.#trust = trust;
    this.#hasher = hasher;
    this.#lines = runningHash();
    this.#file = runningHash();
  }

  /** Whether it has failed already. Later lines cannot change that. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Takes the next line, without its newline. The caller decodes UTF-8 strictly. */
  take(line: string): void {
    if (this.#failure) return;
    this.#count += 1;
    this.#guard(this.#count, () => {
      this.#takeLine(line);
    });
  }

  finish(): ExportVerdict {
    let proven: ProvenExport | undefined;
    this.#guard(null, () => {
      proven = this.#proven();
    });
    return this.#failure ?? proven ?? this.#failed(null, 'nothing was proven', null);
  }

  #guard(line: number | null, act: () => void): void {
    try {
      if (!this.#failure) act();
    } catch (error) {
      if (error instanceof RefusedExport) this.#failure = this.#failed(line, error.message, error.index);
      else if (error instanceof MalformedLogText)
        this.#failure = this.#failed(line, error.message, this.#frontier.size);
      else throw error;
    }
  }

  #failed(line: number | null, reason: string, index: bigint | null): RefusedVerdict {
    const to = this.#opened?.header.to ?? 0n;
    const firstBadIndex = index !== null && index < to ? index : null;
    const known = firstBadIndex ?? this.#good;
    return {
      ...{ isProven: false, reason, line, firstBadIndex },
      from: known,
      to: firstBadIndex === null ? to : known + 1n,
    };
  }

  #takeLine(text: string): void {
    const bytes = stringToBytes(`${text}\n`);
    this.#file.update(bytes);
    if (!this.#opened) {
      this.#open(text);
      this.#lines.update(bytes);
      return;
    }
    if (this.#trailer) throw new RefusedExport('the file goes on after its last line');
    const line = parseExportLine(text);
    if (line.kind === 'trailer') {
      this.#trailer = line;
      return;
    }
    this.#lines.update(bytes);
    this.#takePart(line, this.#opened.header);
  }

  #open(text: string): void {
    this.#opened = openExport(text, this.#trust, this.#trust.heads ?? []);
    this.#frontier = this.#opened.start;
    this.#good = this.#opened.header.from;
    this.#compareWithHeads();
  }

  #takePart(line: ExportLine, { filter, to }: ExportHeader): void {
    const place = this.#frontier.size;
    const [start, end] = line.kind === 'left-out' ? [line.from, line.to] : [line.index, line.index + 1n];
    if (start !== place || end <= start || end > to)
      throw new RefusedExport(
        `entry ${place.toString()} has to follow, up to ${(to - 1n).toString()}`,
        place,
      );
    switch (line.kind) {
      case 'entry':
        this.#takeEntry(line, filter);
        this.#counts = { ...this.#counts, entries: this.#counts.entries + 1n };
        break;
      case 'veiled':
        this.#grow(append(this.#frontier, line.leafHash, this.#hasher));
        this.#counts = { ...this.#counts, veiled: this.#counts.veiled + 1n };
        break;
      case 'left-out':
        if (isWhole(filter))
          throw new RefusedExport('entries are left out, and no filter asks for that', place);
        this.#takeLeftOut(line);
        this.#counts = { ...this.#counts, leftOut: this.#counts.leftOut + (end - start) };
        break;
    }
  }

  #takeEntry(
    { canonical, leafHash, index }: Extract<ExportLine, { kind: 'entry' }>,
    filter: ExportHeader['filter'],
  ): void {
    const leaf = leafNode(stringToBytes(canonical), this.#hasher);
    if (!isSameHash(leaf, leafHash))
      throw new RefusedExport('the text is not the one that its hash is of', index);
    const entry = entryOf(canonical);
    if (entry?.['index'] !== index.toString()) throw new RefusedExport('the text says another index', index);
    if (!matchesFilter(entry, filter))
      throw new RefusedExport('the entry is not one that the filter asks for', index);
    this.#grow(append(this.#frontier, leaf, this.#hasher));
  }

  #takeLeftOut({ from, to, subtrees }: Extract<ExportLine, { kind: 'left-out' }>): void {
    const covering = subtreesCovering({ start: from, end: to });
    if (covering.length !== subtrees.length)
      throw new RefusedExport('these are not the subtrees that cover the range', from);
    for (const [at, { level }] of covering.entries())
      this.#grow(appendSubtree(this.#frontier, level, subtrees[at] ?? new Uint8Array(), this.#hasher));
  }

  #grow(frontier: Frontier): void {
    this.#frontier = frontier;
    this.#compareWithHeads();
  }

  #compareWithHeads(): void {
    const { size } = this.#frontier;
    const head = this.#trust.heads?.find((each) => each.size === size);
    if (!head) return;
    if (!isSameHash(frontierRoot(this.#frontier, this.#hasher), head.root))
      throw new RefusedExport(
        `up to entry ${(size - 1n).toString()} it is not what the checkpoint of that size was signed for`,
      );
    this.#good = size;
    this.#agreed.push(size);
  }

  #proven(): ProvenExport {
    if (!this.#opened) throw new RefusedExport('the file is empty');
    const { header, checkpoint, cosigners } = this.#opened;
    const { size } = this.#frontier;
    if (!this.#trailer) throw new RefusedExport('the last line is missing: the file was cut off', size);
    if (size !== header.to) throw new RefusedExport(`entry ${size.toString()} is missing`, size);
    const { entries, veiled, leftOut } = this.#counts;
    if (
      this.#trailer.entries !== entries ||
      this.#trailer.veiled !== veiled ||
      this.#trailer.leftOut !== leftOut
    )
      throw new RefusedExport('the counts of the last line are others than those of the lines');
    const claim = {
      oldSize: size,
      oldRoot: frontierRoot(this.#frontier, this.#hasher),
      size: checkpoint.size,
      root: checkpoint.root,
    };
    if (!verifyConsistency(claim, header.consistency, this.#hasher))
      throw new RefusedExport('the entries are not those of the checkpoint: at least one is another');
    if (!isSameHash(this.#lines.digest(), this.#trailer.sha256))
      throw new RefusedExport('the lines are not those that the last line has the SHA-256 of');
    const heads = (this.#trust.heads ?? []).map((each) => each.size);
    const agreed = [...new Set([...this.#agreed, ...heads.filter((each) => each === checkpoint.size)])];
    return {
      isProven: true,
      ...{ header, checkpoint, cosigners, counts: this.#counts },
      head: { size, root: claim.oldRoot },
      sha256: this.#file.digest(),
      agreed,
      notCompared: heads.filter((each) => !agreed.includes(each)),
    };
  }
}

function entryOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const entry: unknown = JSON.parse(text);
    return typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? (entry as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

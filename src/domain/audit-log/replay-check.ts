import type { TreeHead } from './checkpoint.js';
import { EMPTY_FRONTIER, type Frontier, append, frontierRoot } from './frontier.js';
import { type Hasher, isSameHash, leafNode, plainHasher } from './merkle.js';

/** One entry as somebody presents it: a row of the database, a line of an export. */
export interface PresentedEntry {
  /** The place that the row or line itself says. */
  readonly index: bigint;
  /** The canonical bytes. */
  readonly bytes: Uint8Array;
  /** The leaf hash that is kept beside it, where one is. */
  readonly leafHash?: Uint8Array;
}

/** A copy of the log's leaf hashes, from wherever: an auditor's export, a mirror's tiles, the database itself. */
export type LeafReader = (index: bigint) => Uint8Array | undefined;

export interface ReplayTrust {
  /** Heads of the log that are known to be its own: verified checkpoints, as many as are at hand. */
  readonly heads: readonly TreeHead[];
  /** Where the presented entries begin, if not at 0: a frontier that was verified before. */
  readonly start?: Frontier;
  /**
   * Copies that help to name the very entry. They need not be trusted: a copy counts only where its own root is that of a
   * known head.
   */
  readonly copies?: readonly LeafReader[];
  readonly hasher?: Hasher;
}

/** The first thing that was seen to be wrong. */
export type ReplayFault =
  | 'heads-disagree' // the known heads are not of one log: it has shown two histories
  | 'start-is-not-of-the-log'
  | 'unreadable' // not a JSON object with an index
  | 'out-of-place' // the text or the row says another index than its place
  | 'leaf-hash' // the hash beside the text is not that of the text
  | 'missing' // the entries end before a known head
  | 'root'; // all that can be seen is in order, but it is not what a known head is of

export type ReplayResult =
  /** The first `size` entries are the log's. `unproven` entries follow that no known head covers yet. */
  | { readonly isProven: true; readonly size: bigint; readonly root: Uint8Array; readonly unproven: bigint }
  | {
      readonly isProven: false;
      readonly fault: ReplayFault;
      /** The first entry that is not the log's, or null where what is known does not tell. */
      readonly firstBadIndex: bigint | null;
      /** It is not before `from` and it is before `to`. */
      readonly from: bigint;
      readonly to: bigint;
    };

interface Failure {
  readonly fault: ReplayFault;
  readonly to: bigint;
}

/**
 * Replays entries against what is known of the log, and finds the first that is wrong. Whoever may write to the database
 * can make texts, indexes, hashes and the whole tree fit each other, but not the root of a head that is kept elsewhere.
 * Entries come in chunks of any length, in order; memory does not grow with their number.
 */
export class ReplayCheck {
  private readonly hasher: Hasher;
  private readonly copies: readonly LeafReader[];
  private readonly heads: readonly TreeHead[];
  /** How many heads are smaller than what was presented. */
  private passed = 0;
  private frontier: Frontier;
  /** At the largest head that the entries have agreed with, or at the start. */
  private good: Frontier;
  /** Of each copy, the first place after `good` at which it has another leaf than was presented. */
  private differences: (bigint | null)[];
  private failure: Failure | null;

  /** @throws RangeError if no known head is as large as the start: nothing could be proven */
  constructor({ heads, start = EMPTY_FRONTIER, copies = [], hasher = plainHasher }: ReplayTrust) {
    this.hasher = hasher;
    this.copies = copies;
    this.heads = heads
      .filter((head) => head.size >= start.size)
      .sort((one, other) => (one.size < other.size ? -1 : 1));
    if (this.heads.length === 0) throw new RangeError('no known head is as large as the start');
    this.frontier = start;
    this.good = start;
    this.differences = copies.map(() => null);
    this.failure = contradiction(this.heads);
    this.failure ??= this.isAsHeads() ? null : { fault: 'start-is-not-of-the-log', to: start.size };
  }

  take(chunk: Iterable<PresentedEntry>): void {
    for (const entry of chunk) this.takeOne(entry);
  }

  finish(): ReplayResult {
    const { good, frontier, heads } = this;
    const isShort = heads.some((head) => head.size > frontier.size);
    const failure = this.failure ?? (isShort ? { fault: 'missing' as const, to: frontier.size + 1n } : null);
    if (failure === null) {
      const root = frontierRoot(good, this.hasher);
      return { isProven: true, size: good.size, root, unproven: frontier.size - good.size };
    }
    const { fault, to } = failure;
    return { isProven: false, fault, firstBadIndex: this.firstBadIndex(failure), from: good.size, to };
  }

  private takeOne(entry: PresentedEntry): void {
    // After a wrong root it goes on, to see whether a later head agrees all the same; after anything else it is over.
    if (this.failure !== null && this.failure.fault !== 'root') return;
    const place = this.frontier.size;
    const leaf = leafNode(entry.bytes, this.hasher);
    this.differences = this.differences.map(
      (known, at) => known ?? (this.isInCopy(at, place, leaf) ? null : place),
    );
    const fault = this.failure === null ? faultOf(entry, place, leaf) : null;
    if (fault !== null) {
      this.failure = { fault, to: place + 1n };
      return;
    }
    this.frontier = append(this.frontier, leaf, this.hasher);
    this.meetHead();
  }

  private meetHead(): void {
    const { size } = this.frontier;
    while ((this.heads[this.passed]?.size ?? size) < size) this.passed += 1;
    if (this.heads[this.passed]?.size !== size) return;
    const agrees = this.isAsHeads();
    if (this.failure === null && agrees) {
      this.good = this.frontier;
      this.differences = this.copies.map(() => null);
    } else if (this.failure === null) {
      this.failure = { fault: 'root', to: size };
    } else if (agrees) {
      this.failure = { fault: 'heads-disagree', to: this.failure.to };
    }
  }

  private isAsHeads(): boolean {
    const root = frontierRoot(this.frontier, this.hasher);
    return this.heads.every((head) => head.size !== this.frontier.size || isSameHash(head.root, root));
  }

  private isInCopy(copy: number, place: bigint, leaf: Uint8Array): boolean {
    const known = this.copies[copy]?.(place);
    return known === undefined || isSameHash(known, leaf);
  }

  private firstBadIndex({ fault, to }: Failure): bigint | null {
    if (fault === 'heads-disagree' || fault === 'start-is-not-of-the-log') return null;
    const last = to - 1n;
    if (last === this.good.size) return last;
    const head = this.heads.find((each) => each.size > this.good.size);
    if (head === undefined) return null;
    const genuine = this.copies.findIndex((copy) => this.leadsTo(head, copy));
    // A genuine copy without a difference: all texts up to there are the log's, so that what is wrong is there.
    return genuine < 0 ? null : (this.differences[genuine] ?? last);
  }

  /** Whether a copy, put after what is good, has the root of the next head. */
  private leadsTo(head: TreeHead, copy: LeafReader): boolean {
    let frontier = this.good;
    while (frontier.size < head.size) {
      const leaf = copy(frontier.size);
      if (leaf === undefined) return false;
      frontier = append(frontier, leaf, this.hasher);
    }
    return isSameHash(frontierRoot(frontier, this.hasher), head.root);
  }
}

/** Two known heads of one size with different roots. */
function contradiction(heads: readonly TreeHead[]): Failure | null {
  const found = heads.find((head, at) => {
    const before = heads[at - 1];
    return before?.size === head.size && !isSameHash(before.root, head.root);
  });
  return found === undefined ? null : { fault: 'heads-disagree', to: found.size };
}

function faultOf(
  { index, bytes, leafHash }: PresentedEntry,
  place: bigint,
  leaf: Uint8Array,
): ReplayFault | null {
  const written = writtenIndex(bytes);
  if (written === undefined) return 'unreadable';
  if (index !== place || written !== place.toString()) return 'out-of-place';
  return leafHash === undefined || isSameHash(leafHash, leaf) ? null : 'leaf-hash';
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The index inside an entry's text. */
function writtenIndex(bytes: Uint8Array): string | undefined {
  try {
    const entry: unknown = JSON.parse(decoder.decode(bytes));
    const index = typeof entry === 'object' && entry !== null && 'index' in entry ? entry.index : undefined;
    return typeof index === 'string' ? index : undefined;
  } catch {
    return undefined;
  }
}

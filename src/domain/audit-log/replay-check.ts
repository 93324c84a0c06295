import type { TreeHead } from './checkpoint.js';
import { EMPTY_FRONTIER, type Frontier, append, extend, frontierRoot } from './frontier.js';
import { type Hasher, isSameHash, leafNode, plainHasher } from './merkle.js';

/** One entry as presented: a row of the database, or a line of an export. */
export interface PresentedEntry {
  /** The index that the row or line states. */
  readonly index: bigint;
  /** The canonical bytes. */
  readonly bytes: Uint8Array;
  /** The leaf hash stored beside it, if any. */
  readonly leafHash?: Uint8Array;
}

/** A copy of the log's leaf hashes from any source: an auditor's export, a mirror's tiles, the database itself. */
type LeafReader = (index: bigint) => Uint8Array | undefined;

export interface ReplayTrust {
  /** Verified checkpoints of the log, as many as are at hand. */
  readonly heads: readonly TreeHead[];
  /** A verified frontier where the presented entries begin, if not at 0. */
  readonly start?: Frontier;
  /**
   * Copies that help to locate the bad entry. They need not be trusted: a copy counts only if it leads to the root of a
   * known head.
   */
  readonly copies?: readonly LeafReader[];
  readonly hasher?: Hasher;
}

/** The first fault that was found. */
type ReplayFault =
  | 'heads-disagree' // two known heads contradict each other: the log has shown two histories
  | 'start-is-not-of-the-log'
  | 'unreadable' // not a JSON object with an index
  | 'out-of-place' // the text or the row states another index than its position
  | 'leaf-hash' // the stored hash is not that of the text
  | 'missing' // the entries end before a known head
  | 'root'; // every entry looks right, but together they do not lead to a known head's root

export type ReplayResult =
  /** The first `size` entries are proven. `unproven` more follow that no known head covers yet. */
  | { readonly isProven: true; readonly size: bigint; readonly root: Uint8Array; readonly unproven: bigint }
  | {
      readonly isProven: false;
      readonly fault: ReplayFault;
      /** The first entry that is not the log's; null if that cannot be told. */
      readonly firstBadIndex: bigint | null;
      /** The first bad entry is at or after `from`, and before `to`. */
      readonly from: bigint;
      readonly to: bigint;
    };

interface Failure {
  readonly fault: ReplayFault;
  readonly to: bigint;
}

/** What is known, ordered by size. */
interface Known {
  readonly heads: readonly TreeHead[];
  readonly copies: readonly LeafReader[];
  readonly hasher: Hasher;
}

interface Progress {
  /** Of everything that was presented. */
  readonly frontier: Frontier;
  /** At the largest head that the entries agreed with, or at the start. */
  readonly good: Frontier;
  /** How many heads are smaller than what was presented. */
  readonly passed: number;
  /** For each copy, the first index after `good` at which its leaf differs from the presented one. */
  readonly differences: readonly (bigint | null)[];
  readonly failure: Failure | null;
}

/**
 * Replays entries against known heads of the log and finds the first bad one. Whoever can write to the database can
 * make texts, indexes, hashes and the whole tree consistent, but cannot match the root of a head kept elsewhere.
 * Entries come in order, in chunks of any length. Memory does not grow with their number.
 */
export class ReplayCheck {
  private constructor(
    private readonly known: Known,
    private readonly progress: Progress,
  ) {}

  /** @throws RangeError if no known head is as large as the start: nothing could be proven */
  static begin({
    heads,
    start = EMPTY_FRONTIER,
    copies = [],
    hasher = plainHasher,
  }: ReplayTrust): ReplayCheck {
    const useful = heads
      .filter((head) => head.size >= start.size)
      .sort((one, other) => (one.size < other.size ? -1 : 1));
    if (useful.length === 0) throw new RangeError('no known head is as large as the start');
    const known = { heads: useful, copies, hasher };
    const isStartKnown = useful.every((head) => head.size !== start.size || isHead(head, start, hasher));
    const failure =
      contradiction(useful) ??
      (isStartKnown ? null : { fault: 'start-is-not-of-the-log' as const, to: start.size });
    const differences = copies.map(() => null);
    return new ReplayCheck(known, { frontier: start, good: start, passed: 0, differences, failure });
  }

  /** Returns the check advanced by these entries. */
  take(chunk: Iterable<PresentedEntry>): ReplayCheck {
    let { progress } = this;
    for (const entry of chunk) {
      if (isOver(progress)) break;
      progress = withEntry(progress, entry, this.known);
    }
    return new ReplayCheck(this.known, progress);
  }

  finish(): ReplayResult {
    const { good, frontier } = this.progress;
    const isShort = this.known.heads.some((head) => head.size > frontier.size);
    const missing = { fault: 'missing' as const, to: frontier.size + 1n };
    const failure = this.progress.failure ?? (isShort ? missing : null);
    if (failure === null) {
      const root = frontierRoot(good, this.known.hasher);
      return { isProven: true, size: good.size, root, unproven: frontier.size - good.size };
    }
    const firstBadIndex = firstBad(this.progress, failure, this.known);
    return { isProven: false, fault: failure.fault, firstBadIndex, from: good.size, to: failure.to };
  }
}

/** After a wrong root the check goes on, because a later head may still agree. After any other fault it stops. */
function isOver({ failure }: Progress): boolean {
  return failure !== null && failure.fault !== 'root';
}

function withEntry(progress: Progress, entry: PresentedEntry, known: Known): Progress {
  const { failure, frontier } = progress;
  const place = frontier.size;
  const leaf = leafNode(entry.bytes, known.hasher);
  const differences = known.copies.map(
    (copy, at) => progress.differences[at] ?? difference(copy, place, leaf),
  );
  const fault = failure === null ? faultOf(entry, place, leaf) : null;
  if (fault !== null) return { ...progress, differences, failure: { fault, to: place + 1n } };
  return atHead({ ...progress, differences, frontier: append(frontier, leaf, known.hasher) }, known);
}

function difference(copy: LeafReader, place: bigint, leaf: Uint8Array): bigint | null {
  const copied = copy(place);
  return copied === undefined || isSameHash(copied, leaf) ? null : place;
}

function atHead(progress: Progress, { heads, copies, hasher }: Known): Progress {
  const { frontier, failure } = progress;
  const { size } = frontier;
  let { passed } = progress;
  while ((heads[passed]?.size ?? size) < size) passed += 1;
  const head = heads[passed];
  if (head?.size !== size) return { ...progress, passed };
  const agrees = isHead(head, frontier, hasher);
  if (failure !== null) {
    return agrees
      ? { ...progress, passed, failure: { ...failure, fault: 'heads-disagree' } }
      : { ...progress, passed };
  }
  if (!agrees) return { ...progress, passed, failure: { fault: 'root', to: size } };
  return { ...progress, passed, good: frontier, differences: copies.map(() => null) };
}

function firstBad({ good, differences }: Progress, { fault, to }: Failure, known: Known): bigint | null {
  if (fault === 'heads-disagree' || fault === 'start-is-not-of-the-log') return null;
  const last = to - 1n;
  if (last === good.size) return last;
  const head = known.heads.find((each) => each.size > good.size);
  if (head === undefined) return null;
  const genuine = known.copies.findIndex((copy) => leadsTo(head, good, copy, known.hasher));
  // A genuine copy without a difference proves every earlier entry, so the fault is in the last one.
  return genuine < 0 ? null : (differences[genuine] ?? last);
}

/** Whether a copy, appended to what is known to be good, leads to the root of the next head. */
function leadsTo(head: TreeHead, good: Frontier, copy: LeafReader, hasher: Hasher): boolean {
  const leaves: Uint8Array[] = [];
  for (let at = good.size; at < head.size; at += 1n) {
    const leaf = copy(at);
    if (leaf === undefined) return false;
    leaves.push(leaf);
  }
  return isHead(head, extend(good, leaves, hasher), hasher);
}

function isHead({ size, root }: TreeHead, frontier: Frontier, hasher: Hasher): boolean {
  return size === frontier.size && isSameHash(root, frontierRoot(frontier, hasher));
}

/** Finds two known heads of one size with different roots. */
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

import { EVERYTHING, type Hint, type HintKind } from '../domain/audit-log/hints/hint.js';
import type { StreamEnd } from './events.contract.js';

/** Where a stream's text goes. */
export interface Sink {
  /** @returns false if the reader is behind: then nothing more is written until it has drained */
  write(text: string): boolean;
  /** Ends it with some last words, as far as the reader still takes them. */
  end(text: string): void;
  /** Ends it at once. */
  cut(): void;
}

/** More than this for one reader, and it is told to fetch everything. */
const PENDING_MAX = 100;
/** In beats: a minute. */
const STUCK_BEATS = 4;
/** In milliseconds: what a browser waits for before it connects again. */
const RETRY_MS = 2_000;
/** The same after its stream gave way to a newer one, so that six windows do not push each other out all the time. */
const RETRY_DISPLACED_MS = 60_000;

/**
 * One stream. What a reader has not taken yet is a set of bounded size: a slow reader loses detail, never news. It
 * begins with `everything`, because nothing is kept for those who were away.
 */
export class Listener {
  readonly #pending = new Map<string, Hint>();
  #isBehind = false;
  #beatsBehind = 0;

  constructor(
    private readonly sink: Sink,
    private readable: ReadonlySet<HintKind>,
  ) {
    this.write(`retry: ${String(RETRY_MS)}\n\n`);
    this.hear([EVERYTHING]);
    this.flush();
  }

  /** How much is kept for it. */
  get pending(): number {
    return this.#pending.size;
  }

  mayRead(readable: ReadonlySet<HintKind>): void {
    this.readable = readable;
  }

  hear(hints: readonly Hint[]): void {
    for (const hint of hints) if (this.readable.has(hint.kind)) this.keep(hint);
  }

  /** Writes what is pending, unless the reader is behind. */
  flush(): void {
    if (this.#isBehind || this.#pending.size === 0) return;
    const text = [...this.#pending.values()].map((hint) => `data: ${JSON.stringify(hint)}\n\n`).join('');
    this.#pending.clear();
    this.write(text);
  }

  drained(): void {
    this.#isBehind = false;
    this.#beatsBehind = 0;
    this.flush();
  }

  /**
   * A sign of life, for proxies and for readers: a page is told of no comment. @returns false if it has not drained for a
   * minute
   */
  beat(): boolean {
    if (!this.#isBehind) {
      this.write('event: beat\ndata: {}\n\n');
      return true;
    }
    this.#beatsBehind += 1;
    return this.#beatsBehind < STUCK_BEATS;
  }

  end(because: StreamEnd): void {
    if (this.#isBehind) {
      this.sink.cut();
      return;
    }
    const retry = because === 'too-many-streams' ? `retry: ${String(RETRY_DISPLACED_MS)}\n` : '';
    this.sink.end(`${retry}event: end\ndata: ${JSON.stringify({ because })}\n\n`);
  }

  private keep(hint: Hint): void {
    if (this.#pending.has(keyOf(EVERYTHING))) return;
    if (hint.kind === 'everything' || this.#pending.size >= PENDING_MAX) {
      this.#pending.clear();
      this.#pending.set(keyOf(EVERYTHING), EVERYTHING);
      return;
    }
    this.#pending.set(keyOf(hint), hint);
  }

  private write(text: string): void {
    if (!this.sink.write(text)) this.#isBehind = true;
  }
}

function keyOf({ kind, id }: Hint): string {
  return `${kind} ${id ?? ''}`;
}

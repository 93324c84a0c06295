import { createHash, hash } from 'node:crypto';
import { type Followed, takeBatch } from '../../domain/audit-log/follow-batch.js';
import { type FollowFormat, followLines } from '../../domain/reports/follow-lines.js';
import { type FollowedNames, splitFollowed } from '../../domain/reports/followed-names.js';
import { MalformedLogText } from '../../domain/audit-log/malformed.js';
import type { LogTrust } from '../../domain/audit-log/verify-checkpoint.js';
import { mismatched } from '../terminal/failures.js';
import type { FollowState, StateFile } from './follow-state.js';
import { LostConnection, type Sink } from './sink.js';

/** What gives the entries from an index on: a text, which is empty if there are none yet. */
export type NextPart = (from: bigint) => Promise<string>;

export interface FollowingParts {
  readonly next: NextPart;
  readonly sink: Sink;
  readonly state: StateFile;
  readonly trust: LogTrust;
}

export interface Written {
  readonly format: FollowFormat;
  readonly inSyslog: boolean;
}

const HASHING = {
  hasher: (bytes: Uint8Array) => hash('sha256', bytes, 'buffer'),
  runningHash: () => createHash('sha256'),
};

/** What was sent so shortly before a connection was lost may not have arrived: nobody acknowledges syslog. */
const UNSURE_MS = 60_000;

interface Step {
  /** When the part was sent, in milliseconds, and where the follower was before it. */
  readonly at: number;
  readonly before: FollowState;
}

/**
 * Takes the log part by part: verifies it, gives it out, and then notes that it has. A crash between the two gives the
 * part out again, but never leaves one out.
 */
export class Following {
  #now: FollowState;
  readonly #from: bigint;
  #sent: readonly Step[] = [];

  /** @param from where to begin if nothing was taken yet */
  constructor(
    private readonly parts: FollowingParts,
    private readonly written: Written,
    found: FollowState,
    from: bigint,
  ) {
    this.#now = found;
    this.#from = from;
  }

  get size(): bigint {
    return this.#now.followed.head?.size ?? this.#from;
  }

  /**
   * Everything that there is now. After a lost connection it begins with what may have been lost in it.
   * @param taken told of each answer that held
   */
  async drain(signal?: AbortSignal, taken: () => void = () => undefined): Promise<void> {
    let isMore = true;
    while (isMore && signal?.aborted !== true) {
      isMore = await this.#take();
      taken();
    }
  }

  async #take(): Promise<boolean> {
    const { next, sink, state, trust } = this.parts;
    const before = this.#now;
    const text = await next(this.size);
    if (text === '') return false;
    const { part, names } = this.#split(text);
    const batch = takeBatch(part, before.followed, { ...trust, ...HASHING });
    if (!batch.isProven) throw this.#broken(batch.reason);
    const at = Date.now();
    const lines = followLines(batch, names, { ...this.written, now: at });
    const bytes = await sink.put(lines).catch((error: unknown) => {
      if (error instanceof LostConnection) this.#goBack(error.at);
      throw error;
    });
    const { head, checkpoint, note } = batch;
    this.#now = { followed: { head, checkpoint } satisfies Followed, note, bytes };
    state.write(this.#now);
    // A file is written again from its own length, so nothing of it is unsure.
    const recent = this.#sent.filter((each) => each.at >= at - UNSURE_MS);
    this.#sent = bytes === null ? [...recent, { at, before }] : [];
    return true;
  }

  #split(text: string): { readonly part: string; readonly names: FollowedNames } {
    try {
      return splitFollowed(text);
    } catch (error) {
      throw error instanceof MalformedLogText ? this.#broken(error.message) : error;
    }
  }

  #broken(reason: string): Error {
    return mismatched(
      `the log does not hold from entry ${this.size.toString()} on: ${reason}`,
      '  Nothing of it was given out. Keep the state file, and tell the others.',
    );
  }

  #goBack(lostAt: number): void {
    const unsure = this.#sent.find(({ at }) => at >= lostAt - UNSURE_MS);
    this.#sent = [];
    if (!unsure) return;
    this.#now = unsure.before;
    this.parts.state.write(this.#now);
  }
}

import { createHash, hash } from 'node:crypto';
import { type Followed, takeBatch } from '../../domain/audit-log/follow-batch.js';
import { type FollowFormat, followLines } from '../../domain/audit-log/follow-lines.js';
import type { LogTrust } from '../../domain/audit-log/verify-checkpoint.js';
import { mismatched } from '../terminal/failures.js';
import type { FollowState, StateFile } from './follow-state.js';
import type { Sink } from './sink.js';

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

/**
 * Takes the log part by part: verifies it, gives it out, and then notes that it has. A crash between the two gives the
 * part out again, but never leaves one out.
 */
export class Following {
  #followed: Followed;
  readonly #from: bigint;

  /** @param from where to begin if nothing was taken yet */
  constructor(
    private readonly parts: FollowingParts,
    private readonly written: Written,
    { followed }: FollowState,
    from: bigint,
  ) {
    this.#followed = followed;
    this.#from = from;
  }

  get size(): bigint {
    return this.#followed.head?.size ?? this.#from;
  }

  /** Everything that there is now. */
  async drain(signal?: AbortSignal): Promise<void> {
    while (signal?.aborted !== true && (await this.#take()));
  }

  async #take(): Promise<boolean> {
    const { next, sink, state, trust } = this.parts;
    const text = await next(this.size);
    if (text === '') return false;
    const batch = takeBatch(text, this.#followed, { ...trust, ...HASHING });
    if (!batch.isProven)
      throw mismatched(
        `the log does not hold from entry ${this.size.toString()} on: ${batch.reason}`,
        '  Nothing of it was given out. Keep the state file, and tell the others.',
      );
    const bytes = await sink.put(followLines(batch, { ...this.written, now: Date.now() }));
    state.write(batch.head, batch.note, bytes);
    this.#followed = { head: batch.head, checkpoint: batch.checkpoint };
    return true;
  }
}

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { parseHash, printBase64 } from '../../domain/audit-log/base64.js';
import { type TreeHead, parseCheckpoint } from '../../domain/audit-log/checkpoint.js';
import type { Followed } from '../../domain/audit-log/follow-batch.js';
import { parseSize } from '../../domain/audit-log/malformed.js';
import { parseSignedNote } from '../../domain/audit-log/signed-note.js';
import { mismatched, refused } from '../terminal/failures.js';

const State = z.strictObject({
  v: z.literal(1),
  /** Of which log. */
  logKey: z.string(),
  /** How many entries were given out, and the root of the tree of them. */
  size: z.string(),
  root: z.string(),
  /** The checkpoint that was verified last, as it is signed. */
  checkpoint: z.string(),
  /** How long the output was then, if it is a file. */
  bytes: z.int().min(0).nullable(),
});

export interface FollowState {
  readonly followed: Followed;
  /** The checkpoint as it is signed; undefined before anything was taken. */
  readonly note: string | undefined;
  readonly bytes: number | null;
}

const NOTHING: FollowState = {
  ...{ followed: { head: undefined, checkpoint: undefined }, note: undefined, bytes: null },
};

/** Where a follower is, in a file, so that it goes on there. */
export class StateFile {
  constructor(
    private readonly path: string | undefined,
    private readonly logKey: string,
  ) {}

  /** Undefined if there is none yet. A file that cannot be read is not as none: entries would be given out twice. */
  read(): FollowState | undefined {
    if (this.path === undefined) return undefined;
    const text = textOf(this.path);
    if (text === undefined) return undefined;
    try {
      const { logKey, size, root, checkpoint, bytes } = State.parse(JSON.parse(text));
      if (logKey !== this.logKey) throw mismatched(`${this.path} is of another log, ${logKey}`);
      const head = { size: parseSize(size, 'size'), root: parseHash(root, 'root') };
      return { followed: { head, checkpoint: headOf(checkpoint) }, note: checkpoint, bytes };
    } catch (error) {
      if (error instanceof Error && error.name === 'ProgramFailure') throw error;
      throw refused(`${this.path} is no state of a follower: delete it to begin anew`);
    }
  }

  /** Whole or not at all, and on the disk when it returns. */
  write({ followed: { head }, note: checkpoint, bytes }: FollowState): void {
    if (this.path === undefined) return;
    if (!head || checkpoint === undefined) {
      rmSync(this.path, { force: true });
      return;
    }
    const { logKey } = this;
    const state = {
      v: 1,
      logKey,
      size: head.size.toString(),
      root: printBase64(head.root),
      checkpoint,
      bytes,
    };
    const written = `${this.path}.new`;
    const file = openSync(written, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify(state)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(written, this.path);
  }
}

export function beginning(): FollowState {
  return NOTHING;
}

function headOf(note: string): TreeHead {
  return parseCheckpoint(parseSignedNote(note).text);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw refused(`${path} cannot be read`);
  }
}

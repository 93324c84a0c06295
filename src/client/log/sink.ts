import { closeSync, fsyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { PassingFailure } from '../gateway/passing.js';
import type { Desk } from '../terminal/desk.js';
import { refused } from '../terminal/failures.js';

/** A connection was lost, and with it perhaps what had gone out shortly before. */
export class LostConnection extends PassingFailure {
  /** @param at when, in milliseconds */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** Where the lines go. */
export interface Sink {
  /** @returns when they are out of this program; with how long the output is then, if it is a file */
  put(lines: readonly string[]): Promise<number | null>;
  close(): void;
}

export function deskSink(desk: Desk): Sink {
  return {
    put: (lines) => {
      desk.say(lines.join('\n'));
      return Promise.resolve(null);
    },
    close: () => undefined,
  };
}

/**
 * A file that is appended to. What stands in it behind the place that the state knows was written before a crash and
 * not noted: it is cut off, and written again.
 */
export function fileSink(path: string, bytes: number | null): Sink {
  const file = openSync(path, 'a', 0o600);
  let length = fstatSync(file).size;
  if (bytes !== null && length < bytes) {
    closeSync(file);
    throw refused(`${path} is shorter than it was: ${String(length)} bytes, not ${String(bytes)}`);
  }
  if (bytes !== null) {
    ftruncateSync(file, bytes);
    length = bytes;
  }
  return {
    put: (lines) => {
      const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      for (let done = 0; done < content.length;) done += writeSync(file, content, done);
      fsyncSync(file);
      length += content.length;
      return Promise.resolve(length);
    },
    close: () => {
      closeSync(file);
    },
  };
}

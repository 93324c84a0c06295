import { closeSync, openSync, readSync } from 'node:fs';
import { UnreadableFile } from './source.js';

const CHUNK = 1024 * 1024;
/** In bytes: longer than any log entry (requests are limited to 64 KiB) and any founding document. */
const LINE_MAX = 16 * 1024 * 1024;

/** The file is not lines of UTF-8 text. The fault is in the file's content, not in the command line. */
export class MalformedLines extends Error {
  override readonly name = 'MalformedLines';
}

/**
 * The lines of a file, or of standard input for "-", without their newlines. Only one line is in memory at a time, so a
 * file may be larger than memory.
 * @throws UnreadableFile; MalformedLines if it is not UTF-8, or the last line has no newline
 */
export function* readLines(path: string): Generator<string> {
  const file = path === '-' ? 0 : open(path);
  try {
    yield* linesOf(file, path);
  } finally {
    if (file !== 0) closeSync(file);
  }
}

function* linesOf(file: number, path: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes: Uint8Array): string => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw new MalformedLines('a line is not UTF-8', { cause });
    }
  };
  let rest = Buffer.alloc(0);
  for (let chunk = read(file, path); chunk.length > 0; chunk = read(file, path)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield decode(Buffer.concat([rest, chunk.subarray(start, end)]));
      rest = Buffer.alloc(0);
      start = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > LINE_MAX) throw new MalformedLines('a line is longer than 16 MiB');
  }
  if (rest.length > 0) throw new MalformedLines('the last line has no end: the file was cut off');
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new UnreadableFile(`${path} cannot be read`, { cause });
  }
}

function read(file: number, path: string): Buffer {
  const buffer = Buffer.alloc(CHUNK);
  try {
    return buffer.subarray(0, readSync(file, buffer));
  } catch (cause) {
    throw new UnreadableFile(`${path} cannot be read`, { cause });
  }
}

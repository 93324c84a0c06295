import { closeSync, openSync, readSync } from 'node:fs';
import { UnreadableFile } from './source.js';

const CHUNK = 1024 * 1024;
/** Longer than any entry that a request of 64 KiB can lead to, and than any founding document. */
const LINE_MAX = 16 * 1024 * 1024;

/** A file is text of another form than lines of UTF-8: a fault of the file's content. */
export class MalformedLines extends Error {
  override readonly name = 'MalformedLines';
}

/**
 * The lines of a file, or of standard input for "-", one after the other, without their newlines. No more of it is in
 * memory than a line, so that a file may be larger than the machine's memory.
 * @throws UnreadableFile; MalformedLines if it is not UTF-8, or its last line has no end
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

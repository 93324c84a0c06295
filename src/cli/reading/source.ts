import { readFileSync } from 'node:fs';

/** Larger than any Safe transaction that a block could hold. */
const BYTES_MAX = 16 * 1024 * 1024;

/** A file that the command line names could not be read: a fault of the command line, not of the transaction. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** The text of a file, or of standard input for "-". */
export function readSource(path: string, bytesMax = BYTES_MAX): string {
  let content: Buffer;
  try {
    content = readFileSync(path === '-' ? 0 : path);
  } catch (cause) {
    throw new UnreadableFile(`${path} cannot be read`, { cause });
  }
  if (content.byteLength > bytesMax) {
    throw new UnreadableFile(`${path} is larger than ${String(bytesMax / 1024 / 1024)} MiB`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new UnreadableFile(`${path} is not UTF-8`, { cause });
  }
}

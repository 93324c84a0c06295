import { readFileSync } from 'node:fs';

/** In bytes: larger than any Safe transaction that fits into a block. */
const BYTES_MAX = 16 * 1024 * 1024;

/** A file named on the command line could not be read. The fault is in the command line, not in the transaction. */
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
    const isWide = /^(?:fffe|feff)/.test(content.subarray(0, 2).toString('hex'));
    const words = isWide ? 'is UTF-16, as PowerShell writes it: save it as UTF-8' : 'is not UTF-8';
    throw new UnreadableFile(`${path} ${words}`, { cause });
  }
}

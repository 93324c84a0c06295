import { parseHash, printBase64 } from './base64.js';
import { MalformedLogText, parseSize } from './malformed.js';

/** A size and the root of the tree of that size. */
export interface TreeHead {
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** What a log states about its tree: the text of a checkpoint (c2sp.org/tlog-checkpoint), without its signatures. */
export interface Checkpoint extends TreeHead {
  /** The log's name. */
  readonly origin: string;
  /** Extension lines. Nobody can audit them, and Sluice writes none. */
  readonly extensions: readonly string[];
}

/** Parses the text of a checkpoint, including its final newline. @throws MalformedLogText */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new MalformedLogText('the checkpoint does not end in a newline');
  const lines = text.slice(0, -1).split('\n');
  const [origin, size, root, ...extensions] = lines;
  if (origin === undefined || size === undefined || root === undefined) {
    throw new MalformedLogText('the checkpoint has less than three lines');
  }
  if (lines.includes('')) throw new MalformedLogText('the checkpoint has an empty line');
  return {
    origin,
    size: parseSize(size, "the checkpoint's size"),
    root: parseHash(root, "the checkpoint's root"),
    extensions,
  };
}

/** @throws MalformedLogText if it would not parse back to the same checkpoint */
export function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const text = [origin, size.toString(), printBase64(root), ...extensions]
    .map((line) => `${line}\n`)
    .join('');
  if (parseCheckpoint(text).extensions.length !== extensions.length) {
    throw new MalformedLogText('a line of the checkpoint has a newline in it');
  }
  return text;
}

import { parseBase64, parseHash, printBase64 } from './base64.js';
import { MalformedLogText, parseSize } from './malformed.js';
import { type SignedNote, parseSignedNote, printSignedNote } from './signed-note.js';

/** A receipt that proves offline that an entry is in a log (c2sp.org/tlog-proof). */
export interface TlogProof {
  /** Unsigned data that the receipt's maker added. */
  readonly extra: Uint8Array | null;
  readonly index: bigint;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** The checkpoint with its signatures. */
  readonly checkpoint: SignedNote;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** The height of the largest tree. */
const PATH_MAX = 63;

/** Parses a receipt strictly. @throws MalformedLogText */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new MalformedLogText('no empty line stands before the checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw new MalformedLogText(`the first line is not ${HEADER}`);
  const extra = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const [index, ...path] = lines;
  if (index?.startsWith('index ') !== true) throw new MalformedLogText('no line says the index');
  if (path.length > PATH_MAX) throw new MalformedLogText('the inclusion proof is too long');
  return {
    extra: extra === undefined ? null : parseBase64(extra.slice('extra '.length), 'the extra data'),
    index: parseSize(index.slice('index '.length), 'the index'),
    path: path.map((line) => parseHash(line, 'a line of the inclusion proof')),
    checkpoint: parseSignedNote(text.slice(end + 2)),
  };
}

export function printTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === null ? [] : [`extra ${printBase64(extra)}`]),
    `index ${index.toString()}`,
    ...path.map(printBase64),
  ];
  return `${lines.join('\n')}\n\n${printSignedNote(checkpoint)}`;
}

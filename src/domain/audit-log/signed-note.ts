import { bytesToHex, concatBytes, hexToBytes, stringToBytes } from 'viem';
import { parseBase64, printBase64 } from './base64.js';
import { MalformedLogText } from './malformed.js';
import { type VerifierKey, isKeyName } from './verifier-key.js';

/** One signature line: the claimed signer and the bytes. Nothing in it is verified yet. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes as lower-case hex. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text with signatures over it (c2sp.org/signed-note). The text ends in a newline. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

// The limits of Go's note package, which every log and witness is tested against.
const SIGNATURES_MAX = 100;
const LENGTH_MAX = 1_000_000;

const KEY_ID_BYTES = 4;
const LINE = /^— ([^ ]+) ([^ ]+)$/u;

/**
 * Parses a signed note strictly, refusing what another reader might see differently. The caller decodes the text from
 * UTF-8 strictly and keeps a byte order mark.
 * @throws MalformedLogText
 */
export function parseSignedNote(note: string): SignedNote {
  if (note.length > LENGTH_MAX) throw new MalformedLogText('the note is too long');
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new MalformedLogText('no empty line stands between text and signatures');
  const text = note.slice(0, end + 1);
  refuseNoteText(text);
  return { text, signatures: parseSignatureLines(note.slice(end + 2)) };
}

/** Parses signature lines alone, as a witness answers with. @throws MalformedLogText */
export function parseSignatureLines(lines: string): readonly NoteSignature[] {
  if (!lines.endsWith('\n')) throw new MalformedLogText('the last signature line has no end');
  const each = lines.slice(0, -1).split('\n');
  if (each.length > SIGNATURES_MAX) throw new MalformedLogText('there are too many signatures');
  return each.map(parseSignatureLine);
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
  if (!isKeyName(name)) throw new MalformedLogText('a line after the text is not a signature');
  const bytes = parseBase64(encoded, 'a signature');
  if (bytes.length <= KEY_ID_BYTES) throw new MalformedLogText('a signature is only a key id');
  return {
    name,
    keyId: bytesToHex(bytes.subarray(0, KEY_ID_BYTES)).slice(2),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

/** @throws MalformedLogText if the note would not parse back to the same */
export function printSignedNote({ text, signatures }: SignedNote): string {
  refuseNoteText(text);
  return `${text}\n${printSignatureLines(signatures)}`;
}

/** Signature lines alone, each with its newline. @throws MalformedLogText if there are none or too many */
export function printSignatureLines(signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = concatBytes([hexToBytes(`0x${keyId}`), signature]);
    return `— ${name} ${printBase64(bytes)}\n`;
  });
  parseSignatureLines(lines.join(''));
  return lines.join('');
}

function refuseNoteText(text: string): void {
  if (!text.endsWith('\n')) throw new MalformedLogText('the text does not end in a newline');
  if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new MalformedLogText('the text has control characters');
  if (!text.isWellFormed()) throw new MalformedLogText('the text is not Unicode');
}

/** The bytes that an Ed25519 key of a log signs: the whole text. */
export function noteMessage(text: string): Uint8Array {
  refuseNoteText(text);
  return stringToBytes(text);
}

/** The signature line of a key over what it has signed. */
export function noteSignature({ name, keyId }: VerifierKey, signature: Uint8Array): NoteSignature {
  return { name, keyId, signature };
}

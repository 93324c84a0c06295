import { parseHash, printBase64 } from './base64.js';
import { MalformedLogText, parseSize } from './malformed.js';
import { type SignedNote, parseSignedNote, printSignedNote } from './signed-note.js';

/** A log's request to a witness: `add-checkpoint` of c2sp.org/tlog-witness. */
export interface WitnessRequest {
  /** The size that the log believes the witness cosigned last. */
  readonly oldSize: bigint;
  /** The consistency proof from that size to the checkpoint's. */
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
}

const PROOF_MAX = 63;

/** Parses the body of such a request strictly. @throws MalformedLogText, which a witness answers with 400 */
export function parseWitnessRequest(body: string): WitnessRequest {
  const end = body.indexOf('\n\n');
  if (end < 0) throw new MalformedLogText('no empty line stands before the checkpoint');
  const [old, ...proof] = body.slice(0, end).split('\n');
  if (old?.startsWith('old ') !== true)
    throw new MalformedLogText('the first line does not say the old size');
  if (proof.length > PROOF_MAX) throw new MalformedLogText('the consistency proof is too long');
  return {
    oldSize: parseSize(old.slice('old '.length), 'the old size'),
    proof: proof.map((line) => parseHash(line, 'a line of the consistency proof')),
    checkpoint: parseSignedNote(body.slice(end + 2)),
  };
}

export function printWitnessRequest({ oldSize, proof, checkpoint }: WitnessRequest): string {
  const lines = [`old ${oldSize.toString()}`, ...proof.map(printBase64)];
  return `${lines.join('\n')}\n\n${printSignedNote(checkpoint)}`;
}

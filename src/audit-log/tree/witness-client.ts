import { Injectable } from '@nestjs/common';
import { MalformedLogText, parseSize } from '../../domain/audit-log/malformed.js';
import { openNote } from '../../domain/audit-log/open-note.js';
import {
  type NoteSignature,
  parseSignatureLines,
  parseSignedNote,
  printSignatureLines,
} from '../../domain/audit-log/signed-note.js';
import type { PolicyWitness } from '../../domain/audit-log/tlog-policy.js';
import { printWitnessRequest } from '../../domain/audit-log/witness-request.js';
import { LogTree } from './log-tree.js';
import type { StoredCheckpoint } from './log-tree.repository.js';

const TIMEOUT_MS = 5_000;
const ANSWER_MAX = 65_536;

export type WitnessReply =
  | { readonly kind: 'cosigned'; readonly line: string }
  /** The size of the tree that the witness cosigned last. */
  | { readonly kind: 'knows'; readonly size: bigint }
  /** The witness says that the checkpoint does not extend the tree that it cosigned. */
  | { readonly kind: 'inconsistent' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Asks one witness (c2sp.org/tlog-witness) and verifies its answer. */
@Injectable()
export class WitnessClient {
  constructor(private readonly tree: LogTree) {}

  /** @param oldSize what the witness is believed to have cosigned last */
  async ask(witness: PolicyWitness, checkpoint: StoredCheckpoint, oldSize: bigint): Promise<WitnessReply> {
    const proof = await this.tree.consistency(oldSize, checkpoint);
    const note = parseSignedNote(checkpoint.note);
    const body = printWitnessRequest({ oldSize, proof, checkpoint: note });
    try {
      const response = await fetch(`${(witness.url ?? '').replace(/\/+$/, '')}/add-checkpoint`, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return replyOf(witness, note.text, { status: response.status, text: await limitedText(response) });
    } catch (error) {
      if (error instanceof MalformedLogText) return { kind: 'failed', reason: error.message };
      // The message may quote the URL, which may hold a secret: report only the kind of error.
      return { kind: 'failed', reason: error instanceof Error ? error.name : 'it does not answer' };
    }
  }
}

function replyOf(
  witness: PolicyWitness,
  text: string,
  answer: { readonly status: number; readonly text: string },
): WitnessReply {
  switch (answer.status) {
    case 200: {
      const own = parseSignatureLines(answer.text).filter((line) => isOf(witness, line));
      const verdict = openNote({ text, signatures: own }, [witness.key]);
      if (!verdict.isSigned) return { kind: 'failed', reason: verdict.reason };
      return { kind: 'cosigned', line: printSignatureLines(own.slice(0, 1)) };
    }
    case 409:
      return {
        kind: 'knows',
        size: parseSize(answer.text.replace(/\n$/, ''), 'the size that the witness knows'),
      };
    case 422:
      return { kind: 'inconsistent' };
    default:
      return { kind: 'failed', reason: `it answers ${String(answer.status)}` };
  }
}

function isOf({ key }: PolicyWitness, { name, keyId }: NoteSignature): boolean {
  return name === key.name && keyId === key.keyId;
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > ANSWER_MAX) throw new MalformedLogText('it answers too much');
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}

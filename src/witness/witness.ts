import { hash } from 'node:crypto';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import type { Hasher } from '../domain/audit-log/merkle.js';
import { type NoteSigner, cosign } from '../domain/audit-log/note-signer.js';
import { printSignatureLines } from '../domain/audit-log/signed-note.js';
import type { VerifierKey } from '../domain/audit-log/verifier-key.js';
import { requestedOrigin, witnessDecision } from '../domain/audit-log/witness-decision.js';
import { parseWitnessRequest } from '../domain/audit-log/witness-request.js';
import type { StateFile } from './state-file.js';
import type { OnStep } from './witness-steps.js';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

export interface WitnessParts {
  readonly signer: NoteSigner;
  readonly logs: readonly VerifierKey[];
  readonly state: StateFile;
  /** Unix seconds. */
  readonly now: () => bigint;
  readonly onStep?: OnStep;
}

const TEXT = 'text/plain; charset=utf-8';
const sha256: Hasher = (bytes) => hash('sha256', bytes, 'buffer');

/**
 * A witness (c2sp.org/tlog-witness). It handles one request after the other, and returns a cosignature only once the
 * cosigned tree is on the disk.
 */
export class Witness {
  readonly #parts: WitnessParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** @throws Error if the state could not be written: then nothing was signed */
  addCheckpoint(body: Uint8Array): Promise<Answer> {
    const answer = this.#last.then(() => this.decide(body));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  private async decide(body: Uint8Array): Promise<Answer> {
    const { signer, logs, state, now, onStep } = this.#parts;
    try {
      const request = parseWitnessRequest(decoded(body));
      const origin = requestedOrigin(request);
      const keys = logs.filter(({ name }) => name === origin);
      const known = keys.length === 0 ? undefined : { keys, latest: state.latest(origin) };
      const decision = witnessDecision(known, request, sha256);
      if (decision.status === 409)
        return { status: 409, body: decision.body, contentType: decision.contentType };
      if (decision.status !== 200)
        return { status: decision.status, body: `${decision.reason}\n`, contentType: TEXT };
      onStep?.('decided');
      await state.put(origin, decision.checkpoint);
      const lines = printSignatureLines([cosign(decision.text, now(), signer)]);
      onStep?.('signed');
      return { status: 200, body: lines, contentType: TEXT };
    } catch (error) {
      if (!(error instanceof MalformedLogText)) throw error;
      return { status: 400, body: `${error.message}\n`, contentType: TEXT };
    }
  }
}

function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new MalformedLogText('the request is not UTF-8', { cause });
  }
}

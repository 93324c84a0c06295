import { type Checkpoint, type TreeHead, parseCheckpoint } from './checkpoint.js';
import { verifyConsistency } from './consistency-proof.js';
import { type Hasher, isSameHash, plainHasher } from './merkle.js';
import { openNote } from './open-note.js';
import type { VerifierKey } from './verifier-key.js';
import type { WitnessRequest } from './witness-request.js';

/** What a witness knows of one log. */
export interface WitnessedLog {
  readonly keys: readonly VerifierKey[];
  /** The last checkpoint that it cosigned; null if none yet. */
  readonly latest: TreeHead | null;
}

/** The content type of the body of a 409. */
const SIZE_CONTENT_TYPE = 'text/x.tlog.size';

export type WitnessAnswer =
  /** Store the checkpoint as the latest in the transaction that read `latest`, and only then cosign its text. */
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string }
  | { readonly status: 409; readonly reason: string; readonly body: string; readonly contentType: string };

/**
 * Whether a witness cosigns a checkpoint, and what it answers if not (c2sp.org/tlog-witness). It cosigns only what a
 * known log has signed and what extends everything it cosigned before.
 * @param log the log with the checkpoint's origin, as the witness knows it; undefined if it does not
 * @throws MalformedLogText if the note is no checkpoint, which a witness answers with 400
 */
export function witnessDecision(
  log: WitnessedLog | undefined,
  { oldSize, proof, checkpoint: note }: WitnessRequest,
  hasher: Hasher = plainHasher,
): WitnessAnswer {
  const checkpoint = parseCheckpoint(note.text);
  if (log === undefined) return { status: 404, reason: `the log ${checkpoint.origin} is not known` };
  const opened = openNote(note, log.keys);
  if (!opened.isSigned) return { status: 403, reason: opened.reason };
  if (oldSize > checkpoint.size) return { status: 400, reason: "the old size is above the checkpoint's" };
  const latestSize = log.latest?.size ?? 0n;
  if (oldSize !== latestSize)
    return conflict(latestSize, 'the old size is not that of the latest checkpoint');
  if (log.latest !== null && oldSize === checkpoint.size && !isSameHash(log.latest.root, checkpoint.root)) {
    return conflict(latestSize, 'another root was cosigned for this size');
  }
  if (!isGrown(log.latest, checkpoint, proof, hasher)) {
    return {
      status: 422,
      reason: 'the consistency proof does not lead from the latest checkpoint to this one',
    };
  }
  return { status: 200, checkpoint, text: note.text };
}

/** Every tree extends the empty one, and the proof of that is empty. */
function isGrown(
  latest: TreeHead | null,
  checkpoint: Checkpoint,
  proof: readonly Uint8Array[],
  hasher: Hasher,
): boolean {
  if (latest === null || latest.size === 0n) return proof.length === 0;
  const claim = { oldSize: latest.size, oldRoot: latest.root, size: checkpoint.size, root: checkpoint.root };
  return verifyConsistency(claim, proof, hasher);
}

function conflict(size: bigint, reason: string): WitnessAnswer {
  return { status: 409, reason, body: `${size.toString()}\n`, contentType: SIZE_CONTENT_TYPE };
}

/** The origin under which a witness looks for the log. @throws MalformedLogText if the note is no checkpoint */
export function requestedOrigin({ checkpoint }: WitnessRequest): string {
  return parseCheckpoint(checkpoint.text).origin;
}

import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { openNote } from './open-note.js';
import { isQuorumMet } from './quorum.js';
import type { SignedNote } from './signed-note.js';
import type { TlogPolicy } from './tlog-policy.js';
import { type VerifierKey, isSameKey } from './verifier-key.js';

/** What the verifier knows from a channel that the log does not control. */
export interface LogTrust {
  /** The key of the expected log. */
  readonly logKey: VerifierKey;
  /** The required cosignatures. With null, the checkpoint rests on the log's word alone. */
  readonly policy: TlogPolicy | null;
}

export interface Cosigner {
  /** The witness's name in the policy. */
  readonly witness: string;
  /**
   * When it signed, in Unix seconds by its own clock. It is shown and not judged: what is too old depends on the
   * reader.
   */
  readonly time: bigint;
}

export type CheckpointVerdict =
  | { readonly isValid: true; readonly checkpoint: Checkpoint; readonly cosigners: readonly Cosigner[] }
  | { readonly isValid: false; readonly reason: string };

/**
 * Verifies that the log signed a checkpoint, and that the policy's quorum of witnesses cosigned it. The log's name must
 * be that of its key: a key never speaks for another log.
 * @throws MalformedLogText if the note is no checkpoint
 */
export function verifyCheckpoint(note: SignedNote, { logKey, policy }: LogTrust): CheckpointVerdict {
  const checkpoint = parseCheckpoint(note.text);
  if (logKey.type !== 'ed25519') return refused("the log's key is not an Ed25519 key");
  if (checkpoint.origin !== logKey.name)
    return refused(`the log is ${checkpoint.origin}, the key ${logKey.name}`);
  if (policy !== null && policy.logs.length > 0 && !policy.logs.some(({ key }) => isSameKey(key, logKey))) {
    return refused('the policy does not name the key of the log');
  }
  const witnesses = policy?.witnesses ?? [];
  const opened = openNote(note, [logKey, ...witnesses.map((each) => each.key)]);
  if (!opened.isSigned) return refused(opened.reason);
  if (!opened.signatures.some(({ key }) => isSameKey(key, logKey))) return refused('the log has not signed');
  const cosigners = witnesses.flatMap(({ name, key }): readonly Cosigner[] => {
    const times = opened.signatures.flatMap((each) => (isSameKey(each.key, key) ? [each.time ?? 0n] : []));
    const [first, ...others] = times;
    if (first === undefined) return [];
    return [{ witness: name, time: others.reduce((latest, time) => (time > latest ? time : latest), first) }];
  });
  if (policy !== null && !isQuorumMet(policy, new Set(cosigners.map((each) => each.witness)))) {
    return refused(`${String(cosigners.length)} cosignatures are not enough for the policy's quorum`);
  }
  return { isValid: true, checkpoint, cosigners };
}

function refused(reason: string): CheckpointVerdict {
  return { isValid: false, reason };
}

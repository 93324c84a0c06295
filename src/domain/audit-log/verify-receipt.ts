import { verifyInclusion } from './inclusion-proof.js';
import { type Hasher, leafNode, plainHasher } from './merkle.js';
import type { TlogProof } from './tlog-proof.js';
import { type CheckpointVerdict, type LogTrust, verifyCheckpoint } from './verify-checkpoint.js';

/**
 * Verifies that an entry, byte for byte, is in the log at the receipt's index: the log signed the checkpoint, the
 * policy's witnesses cosigned it, and the entry is in the tree it names.
 * @throws MalformedLogText if the receipt's checkpoint cannot be parsed
 */
export function verifyReceipt(
  proof: TlogProof,
  entry: Uint8Array,
  trust: LogTrust,
  hasher: Hasher = plainHasher,
): CheckpointVerdict {
  const verdict = verifyCheckpoint(proof.checkpoint, trust);
  if (!verdict.isValid) return verdict;
  const { size, root } = verdict.checkpoint;
  const claim = { index: proof.index, size, root, leaf: leafNode(entry, hasher) };
  if (verifyInclusion(claim, proof.path, hasher)) return verdict;
  return { isValid: false, reason: `the entry is not at index ${proof.index.toString()} of the log's tree` };
}

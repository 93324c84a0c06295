import { hash } from 'node:crypto';
import type { Hasher } from '../../src/domain/audit-log/merkle.js';
import { EMPTY_ROOT, leafNode, nodeHash } from '../../src/domain/audit-log/merkle.js';
import { type NodeReader, splitPoint } from '../../src/domain/audit-log/subtrees.js';

export const platformHasher: Hasher = (bytes) => hash('sha256', bytes, 'buffer');

/** Leaf hashes that differ from each other. */
export function someLeaves(count: number, salt = 0): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, at) =>
    leafNode(Buffer.from(`${String(salt)}/${String(at)}`), platformHasher),
  );
}

/** The Merkle tree hash word for word as RFC 6962, section 2.1 defines it: the measure of everything cleverer. */
export function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (!first) return EMPTY_ROOT;
  if (leaves.length === 1) return first;
  const k = Number(splitPoint(BigInt(leaves.length)));
  return nodeHash(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)), platformHasher);
}

/** The complete subtrees of a list of leaves. Asking for one that is not complete is an error. */
export function readerOf(leaves: readonly Uint8Array[]): NodeReader {
  return (level, index) => {
    const width = 2 ** level;
    const part = leaves.slice(Number(index) * width, (Number(index) + 1) * width);
    if (part.length !== width) throw new Error(`there is no node ${String(level)}/${index.toString()}`);
    return definedRoot(part);
  };
}

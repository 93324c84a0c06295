import type { TreeHead } from '../../src/domain/audit-log/checkpoint.js';
import { frontierOf, frontierRoot } from '../../src/domain/audit-log/frontier.js';
import { leafNode } from '../../src/domain/audit-log/merkle.js';
import type { PresentedEntry } from '../../src/domain/audit-log/replay-check.js';
import { platformHasher } from './log-tree.js';

/** An entry's text, which differs from all others not only in the index inside. */
export function textAt(index: number | bigint, said = `act ${index.toString()}`): string {
  return `{"index":"${index.toString()}","said":"${said}"}`;
}

/** A row whose hash is that of its text. */
export function rowOf(index: bigint, text: string): PresentedEntry {
  const bytes = Buffer.from(text);
  return { index, bytes, leafHash: leafNode(bytes, platformHasher) };
}

export function honestLog(size: number): readonly PresentedEntry[] {
  return Array.from({ length: size }, (_, at) => rowOf(BigInt(at), textAt(at)));
}

export function leavesOf(log: readonly PresentedEntry[]): readonly Uint8Array[] {
  return log.map(({ bytes }) => leafNode(bytes, platformHasher));
}

/** The head that the log had when it was that long. */
export function headOf(log: readonly PresentedEntry[], size: number): TreeHead {
  const frontier = frontierOf(leavesOf(log.slice(0, size)), platformHasher);
  return { size: frontier.size, root: frontierRoot(frontier, platformHasher) };
}

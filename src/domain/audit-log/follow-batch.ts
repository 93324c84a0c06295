import type { Checkpoint, TreeHead } from './checkpoint.js';
import { isWhole } from './export-filter.js';
import { type ExportLine, parseExportLine } from './export-lines.js';
import type { Cosigner, LogTrust } from './verify-checkpoint.js';
import { ExportCheck, type ExportTrust } from './verify-export.js';

/** Where a follower is. */
export interface Followed {
  /** The tree of all that was taken so far; undefined before anything was. */
  readonly head: TreeHead | undefined;
  /** The checkpoint that was verified last. */
  readonly checkpoint: TreeHead | undefined;
}

export type TakenBatch =
  | {
      readonly isProven: true;
      readonly lines: readonly Exclude<ExportLine, { kind: 'left-out' }>[];
      readonly head: TreeHead;
      readonly checkpoint: Checkpoint;
      readonly cosigners: readonly Cosigner[];
      /** The checkpoint as it is signed. */
      readonly note: string;
    }
  | { readonly isProven: false; readonly reason: string };

/**
 * Verifies the next part of the log for a follower: it begins with the very tree that was taken before, every entry is
 * in the tree of its checkpoint, nothing is left out, and the checkpoint is consistent with the one before.
 */
export function takeBatch(
  text: string,
  { head, checkpoint: seen }: Followed,
  trust: LogTrust & Pick<ExportTrust, 'hasher' | 'runningHash'>,
): TakenBatch {
  if (!text.endsWith('\n')) return { isProven: false, reason: 'the answer was cut off' };
  const lines = text.slice(0, -1).split('\n');
  const heads = [head, seen].filter((each) => each !== undefined && each.size > 0n) as TreeHead[];
  const check = new ExportCheck({ ...trust, heads });
  for (const line of lines) check.take(line);
  const verdict = check.finish();
  if (!verdict.isProven) return { isProven: false, reason: verdict.reason };
  const { header, agreed, checkpoint, cosigners } = verdict;
  if (!isWhole(header.filter)) return { isProven: false, reason: 'something is left out' };
  if (head && header.from !== head.size)
    return {
      isProven: false,
      reason: `it begins at ${header.from.toString()}, not at ${head.size.toString()}`,
    };
  if (head && head.size > 0n && !agreed.includes(head.size))
    return { isProven: false, reason: 'it was not compared with what came before' };
  const shown = lines.slice(1, -1).flatMap((line) => {
    const parsed = parseExportLine(line);
    return parsed.kind === 'entry' || parsed.kind === 'veiled' ? [parsed] : [];
  });
  return {
    isProven: true,
    ...{ lines: shown, head: verdict.head, checkpoint, cosigners, note: header.checkpoint },
  };
}

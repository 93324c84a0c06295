import type { Checkpoint, TreeHead } from './checkpoint.js';
import { type ExportHeader, parseExportHeader } from './export-lines.js';
import { type Frontier, parseFrontier } from './frontier.js';
import { isSameHash } from './merkle.js';
import { parseSignedNote } from './signed-note.js';
import { type Cosigner, type LogTrust, verifyCheckpoint } from './verify-checkpoint.js';

/** Why an export is refused, with the entry concerned if it is known. */
export class RefusedExport extends Error {
  override readonly name = 'RefusedExport';

  constructor(
    reason: string,
    readonly index: bigint | null = null,
  ) {
    super(reason);
  }
}

export interface OpenedExport {
  readonly header: ExportHeader;
  readonly checkpoint: Checkpoint;
  readonly cosigners: readonly Cosigner[];
  /** The tree before the first entry. It is proven together with the entries, by the root they lead to. */
  readonly start: Frontier;
}

/**
 * Parses the first line of an export and verifies its checkpoint: the log signed it, the required witnesses cosigned
 * it, and no other head that the reader has contradicts it.
 * @throws RefusedExport or MalformedLogText
 */
export function openExport(line: string, trust: LogTrust, heads: readonly TreeHead[]): OpenedExport {
  const header = parseExportHeader(line);
  const verdict = verifyCheckpoint(parseSignedNote(header.checkpoint), trust);
  if (!verdict.isValid) throw new RefusedExport(`the checkpoint is not accepted: ${verdict.reason}`);
  const { checkpoint, cosigners } = verdict;
  const { filter, from, to } = header;
  const asked = BigInt(filter.toIndex ?? checkpoint.size);
  const end = asked < checkpoint.size ? asked : checkpoint.size;
  if (from !== BigInt(filter.fromIndex ?? 0) || to !== end || from >= to)
    throw new RefusedExport('the range is not the one that filter and checkpoint give');
  refuseTwoHistories([checkpoint, ...heads]);
  return { header, checkpoint, cosigners, start: startOf(header) };
}

function refuseTwoHistories(heads: readonly TreeHead[]): void {
  for (const { size, root } of heads) {
    if (heads.some((each) => each.size === size && !isSameHash(each.root, root)))
      throw new RefusedExport(
        `two checkpoints of ${size.toString()} entries have different roots: the log has shown two histories`,
      );
  }
}

function startOf({ from, frontier }: ExportHeader): Frontier {
  try {
    return parseFrontier(from, frontier);
  } catch (error) {
    if (error instanceof TypeError) throw new RefusedExport(error.message);
    throw error;
  }
}

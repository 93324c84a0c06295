import { Injectable } from '@nestjs/common';
import { hexToBytes } from 'viem';
import { LogKey } from '../../audit-log/sequencer/log-key.js';
import { LogTree } from '../../audit-log/tree/log-tree.js';
import { LogTreeRepository, type StoredCheckpoint } from '../../audit-log/tree/log-tree.repository.js';
import {
  type ExportLine,
  printExportHeader,
  printExportLine,
  printExportTrailer,
} from '../../domain/audit-log/export-lines.js';
import { type LeafRange, type NodeReader, subtreesCovering } from '../../domain/audit-log/subtrees.js';
import { printVerifierKey } from '../../domain/audit-log/verifier-key.js';
import { DomainError } from '../../domain/errors.js';
import type { ExportOrder } from './export-order.js';
import type { ExportTotals, ExportWindow, ShownEntry, StreamedWriter } from './export-writer.js';

/** Which part of which tree is written. */
type Range = Pick<ExportOrder, 'filter' | 'from' | 'to' | 'checkpoint' | 'checkpointSize'>;

/** The export that can be verified: see docs/audit-log-format.md, "Exports". */
@Injectable()
export class JsonlWriter implements StreamedWriter {
  readonly kind = 'streamed';

  constructor(
    private readonly key: LogKey,
    private readonly tree: LogTree,
    private readonly checkpoints: LogTreeRepository,
  ) {}

  async head(order: Range): Promise<string> {
    const checkpoint = await this.checkpointOf(order);
    const { from, to, filter } = order;
    const { nodes: frontier } = await this.tree.frontier(from, checkpoint);
    const consistency = await this.tree.consistency(to, checkpoint);
    const logKey = printVerifierKey(this.key.verifier);
    return lineOf(
      printExportHeader({ filter, from, to, frontier, consistency, checkpoint: order.checkpoint, logKey }),
    );
  }

  async body(order: Range, window: ExportWindow): Promise<string> {
    const gaps = gapsOf(window);
    const checkpoint = await this.checkpointOf(order);
    const read = await this.tree.nodes(gaps.flatMap(subtreesCovering), checkpoint);
    const lines: ExportLine[] = [...window.entries.map(shownLine), ...gaps.map((gap) => gapLine(gap, read))];
    return lines
      .sort((one, other) => (startOf(one) < startOf(other) ? -1 : 1))
      .map((line) => lineOf(printExportLine(line)))
      .join('');
  }

  tail(_order: unknown, totals: ExportTotals): string {
    return lineOf(printExportTrailer(totals));
  }

  private async checkpointOf({ checkpointSize }: Range): Promise<StoredCheckpoint> {
    const found = await this.checkpoints.at(checkpointSize);
    if (!found)
      throw new DomainError('LOG_ROLLBACK', 'the checkpoint that the export rests on is not there any more');
    return found;
  }
}

function lineOf(text: string): string {
  return `${text}\n`;
}

function startOf(line: ExportLine): bigint {
  return line.kind === 'left-out' ? line.from : line.index;
}

function shownLine({ index, leafHash: hex, body, isVeiled }: ShownEntry): ExportLine {
  const leafHash = hexToBytes(hex as `0x${string}`);
  return isVeiled ? { kind: 'veiled', index, leafHash } : { kind: 'entry', index, leafHash, canonical: body };
}

function gapLine({ start, end }: LeafRange, read: NodeReader): ExportLine {
  const subtrees = subtreesCovering({ start, end }).map(({ level, index }) => read(level, index));
  return { kind: 'left-out', from: start, to: end, subtrees };
}

/** The parts of the window that the filter leaves out. */
function gapsOf({ from, to, entries }: ExportWindow): readonly LeafRange[] {
  const starts = [from, ...entries.map(({ index }) => index + 1n)];
  const ends = [...entries.map(({ index }) => index), to];
  return starts.map((start, at) => ({ start, end: ends[at] ?? to })).filter(({ start, end }) => start < end);
}

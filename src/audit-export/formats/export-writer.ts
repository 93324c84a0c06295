import { z } from 'zod';
import type { AuditType } from '../../domain/audit-log/acts/acts.js';
import type { SaidEntry } from '../../domain/audit-log/said-entry.js';
import type { ExportCounts } from '../../domain/audit-log/verify-export.js';
import type { EntryNames } from '../../domain/reports/entry-names.js';
import type { ExportOrder } from './export-order.js';

/** An entry as the reader of an export may see it. */
export interface ShownEntry {
  readonly index: bigint;
  /** 0x-hex. */
  readonly leafHash: string;
  /** The canonical text. It must not be written if the entry is veiled. */
  readonly body: string;
  readonly isVeiled: boolean;
  /** As of the entry's moment; none of a veiled one. */
  readonly names: EntryNames;
}

/** A range of indexes, with those of its entries that match the filter. */
export interface ExportWindow {
  readonly from: bigint;
  readonly to: bigint;
  readonly entries: readonly ShownEntry[];
}

/** Totals of the whole file, before its end is written. */
export interface ExportTotals extends ExportCounts {
  /** Over everything written so far. */
  readonly sha256: Uint8Array;
}

/** Writes a file in pieces. Each depends on its arguments alone, so any replica can write the next one. */
export interface StreamedWriter {
  readonly kind: 'streamed';
  head(order: ExportOrder): Promise<string>;
  body(order: ExportOrder, window: ExportWindow): Promise<string>;
  tail(order: ExportOrder, totals: ExportTotals): string;
}

/** Writes a file in one piece, so its length is limited. */
export interface WholeWriter {
  readonly kind: 'whole';
  readonly entriesMax: number;
  whole(order: ExportOrder, entries: readonly ShownEntry[]): Promise<Uint8Array>;
}

/** Makes a report from all entries of some types, whatever else is in the log. */
export interface ReportingWriter {
  readonly kind: 'report';
  readonly entriesMax: number;
  readonly types: readonly AuditType[];
  /** @param missing how many of them the reader may not see */
  report(order: ExportOrder, entries: readonly SaidEntry[], missing: number): Promise<Uint8Array>;
}

export type ExportWriter = StreamedWriter | WholeWriter | ReportingWriter;

const Entry = z.object({
  actor: z.string(),
  at: z.string(),
  type: z.string(),
  safe: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
});

/** The members of an entry's text. */
export function readEntry(body: string): z.output<typeof Entry> {
  return Entry.parse(JSON.parse(body));
}

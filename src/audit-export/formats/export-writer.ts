import { z } from 'zod';
import type { ExportCounts } from '../../domain/audit-log/verify-export.js';
import type { ExportOrder } from './export-order.js';

/** An entry as the reader of an export may see it. */
export interface ShownEntry {
  readonly index: bigint;
  /** 0x-hex. */
  readonly leafHash: string;
  /** The canonical text; not to be written anywhere where the entry is veiled. */
  readonly body: string;
  readonly isVeiled: boolean;
}

/** A run of indexes, with those of its entries that the filter asks for. */
export interface ExportWindow {
  readonly from: bigint;
  readonly to: bigint;
  readonly entries: readonly ShownEntry[];
}

/** What the whole file has come to before its end is written. */
export interface ExportTotals extends ExportCounts {
  /** Of all that was written. */
  readonly sha256: Uint8Array;
}

/** Writes a file in pieces that depend on nothing but what they are given, so that any replica can write the next one. */
export interface StreamedWriter {
  readonly kind: 'streamed';
  head(order: ExportOrder): Promise<string>;
  body(order: ExportOrder, window: ExportWindow): Promise<string>;
  tail(order: ExportOrder, totals: ExportTotals): string;
}

/** Writes a file that has to be made at once, and so is limited in length. */
export interface WholeWriter {
  readonly kind: 'whole';
  readonly entriesMax: number;
  whole(order: ExportOrder, entries: readonly ShownEntry[]): Promise<Uint8Array>;
}

export type ExportWriter = StreamedWriter | WholeWriter;

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

import { stringify } from 'csv-stringify/sync';
import { canonicalJson } from '../../domain/values/canonical-json.js';
import { type EntryNames, besideIds } from '../../domain/reports/entry-names.js';
import { outcomeOf } from '../../domain/audit-log/outcome.js';
import type { ExportOrder } from './export-order.js';
import { type ExportWindow, type ShownEntry, type StreamedWriter, readEntry } from './export-writer.js';

const COLUMNS = [
  'index',
  'at',
  'type',
  'outcome',
  'actor',
  'safe',
  'subject',
  'veiled',
  'leafHash',
  'detail',
  // What is called by an id before, as of the entry's moment. Columns are added at the end only.
  'actorName',
  'safeName',
  'subjectName',
  'amount',
  'asset',
  'destination',
  'destinationAddress',
  'reference',
  'words',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/**
 * RFC 4180 in UTF-8, for spreadsheets: a value that a spreadsheet would run as a formula gets a leading apostrophe. The
 * last record is the checkpoint, not an entry.
 */
export class CsvWriter implements StreamedWriter {
  readonly kind = 'streamed';

  head(): Promise<string> {
    return Promise.resolve(recordsOf([COLUMNS]));
  }

  body(_order: ExportOrder, { entries }: ExportWindow): Promise<string> {
    return Promise.resolve(recordsOf(entries.map(rowOf).map(cellsOf)));
  }

  tail({ checkpoint, filter }: ExportOrder): string {
    return recordsOf(
      [
        { type: 'export.filter', detail: canonicalJson(filter) },
        { type: 'export.checkpoint', detail: checkpoint },
      ].map(cellsOf),
    );
  }
}

function rowOf({ index, leafHash, body, isVeiled, names }: ShownEntry): Row {
  const place = { index: index.toString(), leafHash };
  if (isVeiled) return { ...place, veiled: 'yes' };
  const { at, type, actor, safe, subject, detail } = readEntry(body);
  return {
    ...{ ...place, at, type, actor, veiled: 'no' },
    outcome: outcomeOf(type, detail) ?? '',
    safe: safe ?? '',
    subject: subject ?? '',
    detail: canonicalJson(detail),
    ...namedCells(names),
  };
}

function namedCells(names: EntryNames): Row {
  return Object.fromEntries(Object.entries(besideIds(names)).map(([column, name]) => [column, name ?? '']));
}

function cellsOf(row: Row): readonly string[] {
  return COLUMNS.map((column) => row[column] ?? '');
}

function recordsOf(rows: readonly (readonly string[])[]): string {
  return stringify([...rows], {
    escape_formulas: true,
    record_delimiter: '\r\n',
    // By default only a whole CRLF is quoted, but many readers end a record at a single CR or LF too.
    quoted_match: /[\r\n]/,
  });
}

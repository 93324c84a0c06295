import { setImmediate as others } from 'node:timers/promises';
import type PDFDocument from 'pdfkit';
import { outcomeOf } from '../../domain/audit-log/outcome.js';
import { printUtc } from '../../domain/values/time.js';
import type { ExportOrder } from './export-order.js';
import { type ShownEntry, type WholeWriter, readEntry } from './export-writer.js';

type Document = InstanceType<typeof PDFDocument>;

const MARGIN = 40;
const ROW = 11;
const SMALL = 7;
const COLUMNS = [
  { title: 'Index', x: 40, width: 48 },
  { title: 'Time (UTC)', x: 90, width: 100 },
  { title: 'Type', x: 192, width: 128 },
  { title: 'Actor', x: 322, width: 168 },
  { title: 'Subject', x: 492, width: 188 },
  { title: 'Outcome', x: 682, width: 120 },
] as const;

/** The table cells of one entry. */
type Cells = readonly [string, string, string, string, string, string];

/** A report for people: the filter, the checkpoint, the number of entries of each type, and one line per entry. */
export class PdfReport implements WholeWriter {
  readonly kind = 'whole';
  // About 300 pages; longer exports are for programs, in the other formats.
  readonly entriesMax = 10_000;

  async whole(order: ExportOrder, entries: readonly ShownEntry[]): Promise<Uint8Array> {
    // Loaded for the first report: its fonts and their tables are a burden on every start of the service.
    const { default: PdfKit } = await import('pdfkit');
    const document = new PdfKit({
      ...{ size: 'A4', layout: 'landscape', margin: MARGIN, lang: 'en' },
      info: {
        Title: `Audit log of Sluice, ${periodOf(order)}`,
        CreationDate: new Date(order.createdAt * 1000),
      },
    });
    const done = collected(document);
    const rows = entries.map(cellsOf);
    front(document, order, rows);
    await table(document, rows, periodOf(order));
    document.end();
    return done;
  }
}

function collected(document: Document): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    document.on('error', reject);
  });
}

function periodOf({ filter, from, to }: ExportOrder): string {
  const time =
    filter.from === undefined && filter.to === undefined
      ? 'all times'
      : `${filter.from ?? 'the beginning'} to before ${filter.to ?? 'the end'}`;
  return `${time}, entries ${from.toString()} to ${(to - 1n).toString()}`;
}

function front(document: Document, order: ExportOrder, rows: readonly Cells[]): void {
  const { filter, checkpoint, id, requestedBy, createdAt } = order;
  document.font('Helvetica-Bold').fontSize(18).text('Audit log of Sluice');
  paragraph(document, 'Period', periodOf(order));
  const asked = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  paragraph(document, 'Filter', asked.length === 0 ? 'none: every entry of the range' : asked.join(', '));
  paragraph(document, 'Made', `${printUtc(createdAt)} for ${requestedBy}, export ${id}`);
  const veiled = rows.filter(([, , type]) => type === VEILED).length;
  paragraph(document, 'Entries', `${String(rows.length)}, of which ${String(veiled)} are veiled`);
  counts(document, 'By type', countsBy(rows, 2));
  counts(document, 'By outcome', countsBy(rows, 5));
  paragraph(
    document,
    'Checkpoint',
    'The signed note that this report rests on (docs/audit-log-format.md, "Checkpoints"). It is verified by "sluice verify checkpoint"; the entries themselves by the JSONL export and "sluice verify log". The SHA-256 of this file is in the entry audit-export.finished of the log.',
  );
  document.font('Courier').fontSize(SMALL);
  for (const line of checkpoint.split('\n')) document.text(plain(line === '' ? ' ' : line));
}

function paragraph(document: Document, title: string, text: string): void {
  document.moveDown(0.6).font('Helvetica-Bold').fontSize(10).text(title);
  document.font('Helvetica').fontSize(9).text(plain(text));
}

function counts(document: Document, title: string, counted: ReadonlyMap<string, number>): void {
  const words = [...counted].map(([name, count]) => `${name} ${String(count)}`);
  paragraph(document, title, words.length === 0 ? 'none' : words.join(', '));
}

function countsBy(rows: readonly Cells[], column: 2 | 5): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const name of rows.map((row) => row[column] || (row[2] === VEILED ? VEILED : 'unknown')).sort())
    counted.set(name, (counted.get(name) ?? 0) + 1);
  return counted;
}

const VEILED = 'veiled';

function cellsOf({ index, body, leafHash, isVeiled }: ShownEntry): Cells {
  const place = index.toString();
  if (isVeiled) return [place, '', VEILED, `leaf ${leafHash}`, '', ''];
  const { at, type, actor, subject, detail } = readEntry(body);
  return [place, at, type, actor, subject ?? '', outcomeOf(type, detail) ?? ''];
}

async function table(document: Document, rows: readonly Cells[], period: string): Promise<void> {
  let page = 1;
  const heading = (): number => {
    page += 1;
    return begun(document, `${period}, page ${String(page)}`);
  };
  let y = heading();
  for (const [at, row] of rows.entries()) {
    // Drawing blocks the event loop: yield, so that requests are served in between.
    if (at % 200 === 199) await others();
    if (y + ROW > document.page.height - MARGIN) y = heading();
    line(document, row, y);
    y += ROW;
  }
}

function begun(document: Document, footer: string): number {
  document.addPage();
  document.font('Helvetica').fontSize(SMALL);
  document.text(footer, MARGIN, document.page.height - MARGIN + ROW, { lineBreak: false });
  document.font('Helvetica-Bold').fontSize(SMALL + 1);
  line(document, COLUMNS.map(({ title }) => title) as unknown as Cells, MARGIN);
  document
    .moveTo(MARGIN, MARGIN + ROW)
    .lineTo(document.page.width - MARGIN, MARGIN + ROW)
    .lineWidth(0.5)
    .stroke();
  document.font('Helvetica').fontSize(SMALL);
  return MARGIN + ROW + 3;
}

function line(document: Document, row: Cells, y: number): void {
  for (const [at, { x, width }] of COLUMNS.entries()) {
    const text = plain(row[at] ?? '');
    // The hash of a veiled entry may use the columns that it leaves empty.
    const room = text.startsWith('leaf 0x') ? 480 : width;
    if (text !== '')
      document.text(text, x, y, { width: room, height: ROW, lineBreak: false, ellipsis: true });
  }
}

/** The built-in fonts have Latin letters and the dash of a signed note only. Other characters are printed by number. */
function plain(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e\xa0-\xff—]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

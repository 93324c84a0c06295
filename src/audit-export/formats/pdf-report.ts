import { printUtc } from '../../domain/values/time.js';
import type { Cell, Column, Sheets } from '../../paper/sheets.js';
import type { ExportOrder } from './export-order.js';
import type { ShownEntry, WholeWriter } from './export-writer.js';
import { type Line, VEILED, inBlocks, lineOf } from './pdf-blocks.js';

const COLUMNS: readonly Column[] = [
  { title: 'Index', share: 40 },
  { title: 'Time (UTC)', share: 106 },
  { title: 'Type', share: 104 },
  { title: 'Actor', share: 128 },
  { title: 'What', share: 342 },
  { title: 'Outcome', share: 42 },
];

/** A report for people: what it is of, then one block for each transfer, then everything else. */
export class PdfReport implements WholeWriter {
  readonly kind = 'whole';
  // Some 400 pages; longer exports are for programs, in the other formats.
  readonly entriesMax = 10_000;

  async whole(order: ExportOrder, entries: readonly ShownEntry[]): Promise<Uint8Array> {
    const lines = entries.map(lineOf);
    // Loaded for the first report: the PDF library is a burden on every start of the service.
    const paper = await import('../../paper/sheets.js');
    const sheets = new paper.Sheets({
      title: 'Audit log of Sluice',
      footer: `Audit log of Sluice, ${periodOf(order)}`,
      createdAt: new Date(order.createdAt * 1000),
    });
    front(sheets, order, lines);
    sheets.newPage();
    const { blocks, others } = inBlocks(lines);
    for (const { transfer, sentence, lines: own } of blocks) {
      sheets.heading(`Transfer ${transfer}`, sentence);
      await sheets.table(COLUMNS, own.map(cellsOf));
    }
    const rest = blocks.length === 0 ? '' : 'Entries that are about no transfer, or are veiled.';
    if (others.length > 0 || blocks.length === 0) {
      sheets.heading('Other entries', others.length === 0 ? 'There are none.' : rest);
      await sheets.table(COLUMNS, others.map(cellsOf));
    }
    return sheets.bytes();
  }
}

function periodOf({ filter, from, to }: ExportOrder): string {
  const time =
    filter.from === undefined && filter.to === undefined
      ? 'all times'
      : `${filter.from ?? 'the beginning'} to before ${filter.to ?? 'the end'}`;
  return `${time}, entries ${from.toString()} to ${(to - 1n).toString()}`;
}

function front(sheets: Sheets, order: ExportOrder, lines: readonly Line[]): void {
  const { filter, checkpoint, id, requestedBy, reader, createdAt } = order;
  sheets.paragraph('Period', periodOf(order));
  const asked = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  sheets.paragraph('Filter', asked.length === 0 ? 'none: every entry of the range' : asked.join(', '));
  sheets.paragraph('Made', `${printUtc(createdAt)} for ${reader.name} (${requestedBy}), export ${id}`);
  const veiled = lines.filter(({ isVeiled }) => isVeiled).length;
  sheets.paragraph('Entries', `${String(lines.length)}, of which ${String(veiled)} are veiled`);
  sheets.paragraph(
    'By type',
    counted(lines, ({ type }) => type),
  );
  sheets.paragraph(
    'By outcome',
    counted(lines, ({ outcome, isVeiled }) => outcome || (isVeiled ? VEILED : 'unknown')),
  );
  sheets.paragraph(
    'Names',
    'People, Safes, destinations and assets are called what the register called them at each entry, by the changes that this log holds. What programs call them stands below.',
  );
  sheets.paragraph(
    'Checkpoint',
    'The signed note that this report rests on (docs/audit-log-format.md, "Checkpoints"). It is verified by "sluice verify checkpoint"; the entries themselves by the JSONL export and "sluice verify log". The SHA-256 of this file is in the entry audit-export.finished of the log.',
  );
  sheets.exact(checkpoint);
}

function counted(lines: readonly Line[], by: (line: Line) => string): string {
  const counts = new Map<string, number>();
  for (const name of lines.map(by).sort()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = [...counts].map(([name, count]) => `${name} ${String(count)}`);
  return words.length === 0 ? 'none' : words.join(', ');
}

function cellsOf({
  index,
  at,
  type,
  actor,
  names,
  words,
  subject,
  outcome,
  isVeiled,
}: Line): readonly Cell[] {
  const about = names.subject === null ? (subject ?? '') : `${names.subject} ${subject ?? ''}`;
  return [
    { text: index },
    { text: at },
    { text: type },
    names.actor === null ? { text: actor } : { text: names.actor, id: actor },
    isVeiled || subject?.startsWith('tr_') === true ? { text: words } : { text: words, id: about },
    { text: outcome },
  ];
}

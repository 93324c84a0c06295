import { stringify } from 'csv-stringify/sync';
import {
  type LogReport,
  type ReportCell,
  reportRemarks,
  reportTables,
  reportTitle,
} from '../domain/reports/report-tables.js';
import { Sheets } from './sheets.js';

export type ReportFormat = 'csv' | 'json' | 'pdf';

/** What a report is of, as the people who made it say it. */
export interface ReportFrame {
  readonly period: string;
  /** What it rests on. */
  readonly basis: readonly string[];
  readonly checkpoint: string | null;
  readonly createdAt: Date;
}

export async function reportFile(
  report: LogReport,
  format: ReportFormat,
  frame: ReportFrame,
): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return Buffer.from(csvOf(report, frame));
    case 'json':
      return Buffer.from(jsonOf(report, frame));
    case 'pdf':
      return pdfOf(report, frame);
  }
}

/** Every table with its name in the first column; the last records say what it rests on. */
function csvOf(report: LogReport, { period, basis, checkpoint }: ReportFrame): string {
  const about = [
    ['about', 'period', period],
    ...[...basis, ...reportRemarks(report)].map((words) => ['about', 'remark', words]),
    ...(checkpoint === null ? [] : [['about', 'checkpoint', checkpoint]]),
  ];
  const tables = reportTables(report).flatMap(({ title, columns, rows }) => [
    [title, ...columns.flatMap((column) => [column.title, `${column.title}: id`])],
    ...rows.map((row) => [title, ...row.flatMap(({ text, id = '' }: ReportCell) => [text, id])]),
  ]);
  const records = [...tables, ...about];
  const width = Math.max(...records.map(({ length }) => length));
  const even = records.map((record) => [...record, ...Array<string>(width - record.length).fill('')]);
  return stringify(even, { escape_formulas: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

function jsonOf(report: LogReport, { period, basis, checkpoint, createdAt }: ReportFrame): string {
  const remarks = [...basis, ...reportRemarks(report)];
  const whole = { ...report, period, remarks, checkpoint, createdAt: createdAt.toISOString() };
  return `${JSON.stringify(whole)}\n`;
}

async function pdfOf(report: LogReport, frame: ReportFrame): Promise<Uint8Array> {
  const { period, basis, checkpoint, createdAt } = frame;
  const title = `${reportTitle(report)}, by the audit log of Sluice`;
  const sheets = new Sheets({ title, footer: `${reportTitle(report)}, ${period}`, createdAt });
  sheets.paragraph('Period', period);
  for (const words of [...basis, ...reportRemarks(report)]) sheets.paragraph('Remark', words);
  if (checkpoint !== null) {
    sheets.paragraph('Checkpoint', 'The signed note of the log that it is made from.');
    sheets.exact(checkpoint);
  }
  sheets.newPage();
  for (const { title: heading, sentence, columns, rows } of reportTables(report)) {
    sheets.heading(heading, sentence);
    if (rows.length > 0) await sheets.table(columns, rows);
  }
  return sheets.bytes();
}

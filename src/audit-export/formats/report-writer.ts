import type { SaidEntry } from '../../domain/audit-log/said-entry.js';
import { type LogReportKind, logReport, typesOf } from '../../domain/reports/log-report.js';
import { periodWords } from '../../domain/reports/period.js';
import { parseUtc, printUtc } from '../../domain/values/time.js';
import { type ReportFormat, reportFile } from '../../paper/report-files.js';
import type { ExportOrder } from './export-order.js';
import type { ReportingWriter } from './export-writer.js';

/** A report of a period, by the same rules as the offline command. */
export class ReportWriter implements ReportingWriter {
  readonly kind = 'report';
  readonly entriesMax = 200_000;
  readonly types;

  constructor(
    private readonly about: LogReportKind,
    private readonly format: ReportFormat,
  ) {
    this.types = typesOf(about);
  }

  report(order: ExportOrder, entries: readonly SaidEntry[], missing: number): Promise<Uint8Array> {
    const { filter, to, reader, requestedBy, id, createdAt, checkpoint } = order;
    const [start, end] = [filter.from, filter.to].map((each) => (each === undefined ? null : parseUtc(each)));
    const period = { from: start ?? null, to: end ?? null };
    const basis = [
      `Made from the entries 0 to ${(to - 1n).toString()} of the log, at ${printUtc(createdAt)} for ${reader.name} (${requestedBy}), export ${id}.`,
      'The SHA-256 of this file is in the entry audit-export.finished of the log. "sluice report" makes the same from a jsonl export.',
      ...(missing === 0
        ? []
        : [`${String(missing)} entries are veiled from its reader: what they say is missing here.`]),
    ];
    return reportFile(logReport(this.about, entries, period), this.format, {
      ...{ period: periodWords(period), basis, checkpoint },
      createdAt: new Date(createdAt * 1000),
    });
  }
}

import { Injectable } from '@nestjs/common';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import type { ExportFormat } from './audit-export.contract.js';
import { CsvWriter } from './formats/csv-writer.js';
import type { ExportWriter } from './formats/export-writer.js';
import { JsonlWriter } from './formats/jsonl-writer.js';
import { OcsfWriter } from './formats/ocsf-writer.js';
import { PdfReport } from './formats/pdf-report.js';
import { ReportWriter } from './formats/report-writer.js';

const REPORTS = {
  'access-csv': new ReportWriter('access', 'csv'),
  'access-json': new ReportWriter('access', 'json'),
  'access-pdf': new ReportWriter('access', 'pdf'),
  'duties-csv': new ReportWriter('duties', 'csv'),
  'duties-json': new ReportWriter('duties', 'json'),
  'duties-pdf': new ReportWriter('duties', 'pdf'),
};

/** The writer of each format. */
@Injectable()
export class ExportWriters {
  private readonly writers: Readonly<Record<ExportFormat, ExportWriter>>;

  constructor(jsonl: JsonlWriter, key: LogKey) {
    this.writers = {
      jsonl,
      csv: new CsvWriter(),
      pdf: new PdfReport(),
      ocsf: new OcsfWriter(key),
      ...REPORTS,
    };
  }

  of(format: ExportFormat): ExportWriter {
    return this.writers[format];
  }
}

import { createHash, hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { type ExportHeader, parseExportHeader, parseExportLine } from '../domain/audit-log/export-lines.js';
import { isWhole } from '../domain/audit-log/export-filter.js';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import { type SaidEntry, readSaidEntry } from '../domain/audit-log/said-entry.js';
import { ExportCheck } from '../domain/audit-log/verify-export.js';
import { LOG_REPORTS, type LogReportKind, logReport, typesOf } from '../domain/reports/log-report.js';
import { type Period, periodWords } from '../domain/reports/period.js';
import { type LogReport, reportRemarks, reportTables, reportTitle } from '../domain/reports/report-tables.js';
import { shown } from '../domain/values/shown.js';
import { type UnixSeconds, parseUtc, unixSeconds } from '../domain/values/time.js';
import { type ReportFormat, reportFile } from '../paper/report-files.js';
import type { Terminal } from './inspect-command.js';
import { ProgramFailure } from './program-failure.js';
import { trustOf } from './reading/log-trust.js';
import { MalformedLines, readLines } from './reading/read-lines.js';
import { DOES_NOT_HOLD } from './verdict-exit.js';

interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly pdf?: string;
  readonly logKey?: string;
  readonly witnessPolicy?: string;
}

/** `sluice report`: what people could do and did, from an export of the log alone. */
export function reportCommand(terminal: Terminal): Command {
  const command = new Command('report').description('Report from an export of the audit log, offline');
  for (const kind of LOG_REPORTS) command.addCommand(kindCommand(kind, terminal));
  return command;
}

const WHAT: Readonly<Record<LogReportKind, string>> = {
  access: 'Who could do what in a period, when, and by which signed act',
  duties:
    'Who did what for each transfer, which rules were broken, and who could have moved funds in small company',
};

function kindCommand(kind: LogReportKind, terminal: Terminal): Command {
  return new Command(kind)
    .description(WHAT[kind])
    .argument('<file>', 'a jsonl export of the whole log; "-" is standard input')
    .option('--from <time>', 'the first moment of the period, RFC 3339 (default: the beginning)')
    .option('--to <time>', 'the moment after its last (default: the end)')
    .option('--json', 'print JSON')
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .addOption(new Option('--pdf <file>', 'write a PDF to a new file').conflicts(['json', 'csv']))
    .option('--log-key <key>', "verify the export by the log's key, name+id+base64, from elsewhere")
    .option('--witness-policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)')
    .addHelpText('after', EXAMPLES)
    .action(async function (this: Command, file: string, options: ReportOptions) {
      const period = { from: momentOf(options.from, this), to: momentOf(options.to, this) };
      const read = readExport(file, kind, options, this);
      const report = logReport(kind, read.entries, period);
      const format = formatOf(options);
      const content = await contentOf(report, { period, format, read });
      if (options.pdf === undefined)
        terminal.say(
          Buffer.from(content)
            .toString()
            .replace(/\r?\n$/, ''),
        );
      else writeNew(options.pdf, content, this);
    });
}

const EXAMPLES = `
Examples:
  sluice report access export.jsonl --from 2026-10-01T00:00:00Z --to 2027-01-01T00:00:00Z --log-key gate.example/log+…
  sluice report duties export.jsonl --log-key gate.example/log+… --pdf duties.pdf

Take the export of the whole log: names and rights are built from its first entry on. With --log-key it is verified
first, as by "sluice verify log". Exit codes: 0 made, 1 the file is no export, 2 wrong usage, 3 the export does not hold.`;

function formatOf({ json, csv, pdf }: ReportOptions): ReportFormat | 'text' {
  if (pdf !== undefined) return 'pdf';
  if (csv === true) return 'csv';
  return json === true ? 'json' : 'text';
}

interface ReadExport {
  readonly header: ExportHeader;
  readonly entries: readonly SaidEntry[];
  readonly veiled: number;
  readonly isVerified: boolean;
  readonly end: UnixSeconds;
}

function readExport(
  file: string,
  kind: LogReportKind,
  { logKey, witnessPolicy }: ReportOptions,
  command: Command,
): ReadExport {
  const types: readonly string[] = typesOf(kind);
  const check =
    logKey === undefined
      ? undefined
      : new ExportCheck({
          ...trustOf({ logKey, witnessPolicy }, command),
          hasher: (bytes) => hash('sha256', bytes, 'buffer'),
          runningHash: () => createHash('sha256'),
        });
  const entries: SaidEntry[] = [];
  let [header, veiled, end]: [ExportHeader | undefined, number, string] = [undefined, 0, ''];
  try {
    for (const line of readLines(file)) {
      check?.take(line);
      if (!header) header = parseExportHeader(line);
      else {
        const parsed = parseExportLine(line);
        if (parsed.kind === 'veiled') veiled += 1;
        const entry = parsed.kind === 'entry' ? readSaidEntry(parsed.canonical) : undefined;
        if (entry) end = entry.at;
        if (entry && types.includes(entry.type)) entries.push(entry);
      }
    }
  } catch (error) {
    if (error instanceof MalformedLogText || error instanceof MalformedLines)
      throw new ProgramFailure(1, `${file} is no export of a log: ${error.message}`);
    throw error;
  }
  if (!header) throw new ProgramFailure(1, `${file} is empty`);
  const verdict = check?.finish();
  if (verdict?.isProven === false)
    throw new ProgramFailure(DOES_NOT_HOLD, `the export does not hold: ${verdict.reason}`);
  return {
    ...{ header, entries, veiled, isVerified: verdict !== undefined },
    end: end === '' ? unixSeconds(0) : parseUtc(end),
  };
}

async function contentOf(
  report: LogReport,
  {
    period,
    format,
    read,
  }: { readonly period: Period; readonly format: ReportFormat | 'text'; readonly read: ReadExport },
): Promise<Uint8Array> {
  const basis = basisOf(read);
  if (format === 'text') return Buffer.from(textOf(report, periodWords(period), basis));
  const { checkpoint } = read.header;
  // The log's own time and not the clock's, so that the same export gives the same bytes.
  return reportFile(report, format, {
    ...{ period: periodWords(period), basis, checkpoint },
    createdAt: new Date(read.end * 1000),
  });
}

function basisOf({ header, veiled, isVerified }: ReadExport): readonly string[] {
  const { from, to, filter } = header;
  const isAll = from === 0n && isWhole(filter);
  return [
    `Made from an export of the entries ${from.toString()} to ${(to - 1n).toString()} of the log.`,
    ...(isVerified ? [] : ['NOT PROVEN: the export was not verified, for no key of the log was given.']),
    ...(isAll ? [] : ['The export leaves entries out: what they say is missing here.']),
    ...(veiled === 0 ? [] : [`${String(veiled)} entries are veiled: what they say is missing here.`]),
  ];
}

function textOf(report: LogReport, period: string, basis: readonly string[]): string {
  const tables = reportTables(report).flatMap(({ title, sentence, columns, rows }) => [
    ...['', title, sentence],
    ...rows.flatMap((row) => [
      '',
      ...row.map(({ text, id }, at) => {
        const name = (columns[at]?.title ?? '').padEnd(16);
        return shown(`  ${name} ${text}${id === undefined || id === '' ? '' : ` (${id})`}`);
      }),
    ]),
  ]);
  return [`${reportTitle(report)}, ${period}`, ...basis, ...reportRemarks(report), ...tables].join('\n');
}

function momentOf(written: string | undefined, command: Command): UnixSeconds | null {
  if (written === undefined) return null;
  try {
    return parseUtc(written);
  } catch {
    return command.error(`error: ${shown(written)} is no time like 2026-10-01T00:00:00Z`, { exitCode: 2 });
  }
}

/** `wx` never overwrites a file. */
function writeNew(path: string, content: Uint8Array, command: Command): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'EEXIST' ? 'exists already, and is not overwritten' : `cannot be written (${code})`;
    command.error(`error: ${shown(path)} ${why}`, { exitCode: 2 });
  }
}

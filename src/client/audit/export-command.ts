import { type Command, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuditExportView,
  EXPORT_FORMATS,
  type ExportFormat,
} from '../../audit-export/audit-export.contract.js';
import { OUTCOMES } from '../../domain/audit-log/acts/act.js';
import { AUDIT_TYPES } from '../../domain/audit-log/acts/acts.js';
import { nearestName } from '../../domain/values/nearest-name.js';
import { plain } from '../../domain/values/canonical-json.js';
import { idPattern } from '../../domain/values/identifier.js';
import { shown } from '../../domain/values/shown.js';
import { parseInstant, printUtc } from '../../domain/values/time.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import { bounded } from '../gateway/bounded.js';
import type { Gateway } from '../gateway/gateway.js';
import { safeCalled } from '../naming/names.js';
import { readSeconds } from '../naming/written.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { misused, mismatched, refused, timedOut } from '../terminal/failures.js';
import { quoted } from '../terminal/quoted.js';
import { transferCalled } from '../transfers/which-transfer.js';
import { requireFree, writeWhole } from './whole-file.js';

interface ExportOptions extends OnlineOptions {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
  readonly timeout?: string;
  readonly resume?: string;
  readonly type?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly transfer?: string;
  readonly safe?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly fromIndex?: string;
  readonly toIndex?: string;
}

const POLL_MS = [250, 500, 1_000, 2_000] as const;

export function exportCommand(desk: Desk): Command {
  return withFilters(
    onlineCommand('export', 'Export the audit log, or a part of it, into a file')
      .addOption(new Option('--format <format>', 'of the file').choices(EXPORT_FORMATS).default('jsonl'))
      .option('--out <file>', 'where it is written; sluice-audit-<id> here, if left out')
      .option('--force', 'write over a file that is there')
      .option('--timeout <duration>', 'wait for so long at most: 90s, 10m, 2h')
      .option('--resume <id>', 'fetch an export that was ordered before'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (options: ExportOptions) => {
      if (options.out !== undefined) requireFree(options.out, options.force === true);
      const seconds = options.timeout === undefined ? undefined : readSeconds(options.timeout);
      const filter = filterOf(options);
      const { gateway, installation } = await openSession(options, desk);
      const ordered = await orderedBy(gateway, options, filter);
      const out = options.out ?? ownName(ordered);
      requireFree(out, options.force === true);
      const done = await waitedFor(ordered, { gateway, desk, seconds });
      await fetched(done, out, { gateway, isForced: options.force === true });
      sayAnswer(desk, options, answerFor(done, out, installation));
    });
}

function withFilters(command: Command): Command {
  return command
    .option('--type <type>', 'only entries of this type, such as transfer.settled')
    .option('--actor <name>', 'only what this person or service did')
    .option('--subject <id>', 'only what is about this')
    .option('--transfer <transfer>', 'only what is about this transfer: its id, hash or reference')
    .option('--safe <name>', 'only what is about this Safe')
    .addOption(new Option('--outcome <outcome>', 'only what ended so').choices(OUTCOMES))
    .option('--from <time>', 'only entries at or after this time, with its offset')
    .option('--to <time>', 'only entries before this time')
    .option('--from-index <index>', 'from this entry on')
    .option('--to-index <index>', 'up to this entry, without it');
}

const EXAMPLES = `
Examples:
  sluice audit export --out log.jsonl
  sluice audit export --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --out november.jsonl
  sluice audit export --format csv --actor Tessa --out tessa.csv --force
  sluice audit export --resume exp_… --out log.jsonl

jsonl is the form that is verified offline; csv, pdf and ocsf are for reading and for a SIEM;
access-… and duties-… are reports of a period, of user access and of the separation of duties. The file is compared with the
SHA-256 that the log records, and written whole or not at all.`;

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  jsonl: 'jsonl',
  csv: 'csv',
  pdf: 'pdf',
  ocsf: 'ocsf.jsonl',
  'access-csv': 'access.csv',
  'access-json': 'access.json',
  'access-pdf': 'access.pdf',
  'duties-csv': 'duties.csv',
  'duties-json': 'duties.json',
  'duties-pdf': 'duties.pdf',
};

/** A file here, whatever the gateway calls it: of what it serves only the form of an id comes into the name. */
function ownName({ id, format }: AuditExportView): string {
  if (!idPattern('exp').test(id))
    throw mismatched(`the gateway calls its export ${id}, which is no id of one`);
  return `sluice-audit-${id}.${ENDINGS[format]}`;
}

type Filter = Pick<
  ExportOptions,
  'type' | 'actor' | 'subject' | 'outcome' | 'from' | 'to' | 'fromIndex' | 'toIndex'
>;

function filterOf({ type, actor, subject, outcome, from, to, fromIndex, toIndex }: ExportOptions): Filter {
  requireType(type);
  const moments = { ...(from && { from: moment('--from', from) }), ...(to && { to: moment('--to', to) }) };
  const given = { type, actor, subject, outcome, fromIndex, toIndex };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...moments,
  };
}

function requireType(type: string | undefined): void {
  if (type === undefined || AUDIT_TYPES.some((each) => each === type)) return;
  const near = nearestName(type, AUDIT_TYPES);
  throw misused(
    `the log has no type ${type}: ${near === undefined ? 'docs/audit-log-format.md lists them' : `is ${near} meant?`}`,
  );
}

function moment(option: string, written: string): string {
  try {
    return printUtc(parseInstant(written));
  } catch {
    throw misused(`${option} ${written}: expected a time with its offset, such as 2026-11-22T08:30:00Z`);
  }
}

async function orderedBy(
  gateway: Gateway,
  { format, transfer, safe, resume }: ExportOptions,
  filter: Filter,
): Promise<AuditExportView> {
  if (resume !== undefined) {
    if (!idPattern('exp').test(resume)) throw misused(`--resume takes the id of an export, not ${resume}`);
    return gateway.get(`/v1/audit-exports/${resume}`, AuditExportView);
  }
  const whole = {
    ...filter,
    ...(transfer !== undefined && { transfer: await transferCalled(gateway, transfer) }),
    ...(safe !== undefined && { safe: (await safeCalled(gateway, safe)).id }),
  };
  const body = Object.keys(whole).length === 0 ? { format } : { format, filter: whole };
  return gateway.post('/v1/audit-exports', plain(body), AuditExportView);
}

/** The export once it is done, with what is known of its progress on the way. */
async function waitedFor(
  ordered: AuditExportView,
  {
    gateway,
    desk,
    seconds,
  }: { readonly gateway: Gateway; readonly desk: Desk; readonly seconds: number | undefined },
): Promise<AuditExportView> {
  const end = seconds === undefined ? Infinity : Date.now() + seconds * 1000;
  let told = '';
  for (let turn = 0, now = ordered; ; turn += 1) {
    const { id, status, failure, progress } = now;
    const words = `${id}: ${status}, ${String(progress.done)} of ${String(progress.total)} entries`;
    if (words !== told) desk.tell(shown(words));
    told = words;
    if (status === 'done') return now;
    if (status === 'failed')
      throw refused(`the export failed: ${failure?.code ?? ''}: ${failure?.reason ?? ''}`);
    if (Date.now() >= end) throw timedOut(`${id} is not done yet: fetch it later by --resume ${id}`);
    await sleep(POLL_MS[Math.min(turn, POLL_MS.length - 1)]);
    now = await gateway.get(`/v1/audit-exports/${id}`, AuditExportView);
  }
}

async function fetched(
  { id, sha256, bytes }: AuditExportView,
  out: string,
  { gateway, isForced }: { readonly gateway: Gateway; readonly isForced: boolean },
): Promise<void> {
  const { body } = await gateway.file(`/v1/audit-exports/${id}/file`);
  if (!body) throw refused(`the gateway gave no file for ${id}`);
  const content = bounded(body, bytes, (most) =>
    mismatched(`nothing was written: the file of ${id} is longer than ${most}, as it is said to be`),
  );
  await writeWhole(out, content, {
    isForced,
    isSound: (found) => {
      if (found !== sha256)
        throw mismatched(
          `nothing was written: the file of ${id} is not the one that the log records`,
          `  it has the SHA-256  ${found}`,
          `  the log says        ${sha256 ?? 'nothing'}`,
        );
    },
  });
}

function answerFor(done: AuditExportView, out: string, { logKey }: InstallationView) {
  const verify =
    done.format === 'jsonl' ? `sluice verify log ${quoted(out)} --log-key ${quoted(logKey)}` : null;
  const text = [
    `${out}: ${String(done.entries)} entries of ${done.from} to ${done.to}, ${String(done.bytes)} bytes`,
    `SHA-256 ${done.sha256 ?? ''}`,
    ...(done.veiled === 0
      ? []
      : [`${String(done.veiled)} more entries as hashes only: they are veiled from you`]),
    ...(verify === null
      ? [
          'It cannot be verified offline by itself: the log records its SHA-256. A jsonl export of the same part can.',
        ]
      : ['Verify it offline, with the log key that you know from elsewhere:', `  ${verify}`]),
  ]
    .map(shown)
    .join('\n');
  return { text, json: { export: done, file: out, verify } };
}

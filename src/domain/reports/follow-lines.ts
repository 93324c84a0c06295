import { bytesToHex } from 'viem';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { printUtc, unixSeconds } from '../values/time.js';
import { type EntryNames, besideIds } from './entry-names.js';
import type { FollowedNames } from './followed-names.js';
import { printBase64 } from '../audit-log/base64.js';
import { type ExportLine, printExportLine } from '../audit-log/export-lines.js';
import type { TakenBatch } from '../audit-log/follow-batch.js';
import { checkpointOcsfEvent, ocsfEvent, veiledOcsfEvent } from '../audit-log/ocsf.js';
import { readSaidEntry } from '../audit-log/said-entry.js';
import { syslogSeverity, syslogText } from '../audit-log/syslog.js';

export const FOLLOW_FORMATS = ['jsonl', 'ocsf', 'syslog'] as const;
export type FollowFormat = (typeof FOLLOW_FORMATS)[number];

/** Characters of a name in a syslog message. */
const NAME_MAX = 500;

type Batch = Extract<TakenBatch, { isProven: true }>;
type Shown = Batch['lines'][number];

interface Written {
  readonly format: FollowFormat;
  /** Each line as the message of a syslog line, whatever its format. */
  readonly inSyslog: boolean;
  /** When it is written, in milliseconds. */
  readonly now: number;
}

/** A part of the log for a SIEM: its entries, and then the checkpoint that they were verified by. */
export function followLines(
  batch: Batch,
  names: FollowedNames,
  { format, inSyslog, now }: Written,
): readonly string[] {
  const { origin } = batch.checkpoint;
  const entries = batch.lines.map((line) => {
    const own = names.get(line.index.toString());
    return entryLine(line, { origin, now, ...(own && { names: own }) });
  });
  const each = [...entries, checkpointLine(batch, now)];
  return each.map(({ json, event, syslog }) => {
    const severity = syslogSeverity(event['severity_id']);
    switch (format) {
      case 'jsonl':
        return inSyslog ? syslogText({ ...syslog, severity, message: json }) : json;
      case 'ocsf': {
        const text = JSON.stringify(event);
        return inSyslog ? syslogText({ ...syslog, severity, message: text }) : text;
      }
      case 'syslog':
        return syslogText({ ...syslog, severity });
    }
  });
}

interface Said {
  readonly json: string;
  readonly event: Readonly<Record<string, Json>>;
  readonly syslog: Omit<Parameters<typeof syslogText>[0], 'severity'>;
}

interface Around {
  readonly origin: string;
  readonly now: number;
  readonly names?: EntryNames;
}

function entryLine(line: Shown, { origin, now, names }: Around): Said {
  const { index } = line;
  const [place, leafHash] = [index.toString(), bytesToHex(line.leafHash)];
  const json = printExportLine(line satisfies ExportLine);
  const said = line.kind === 'entry' ? readSaidEntry(line.canonical) : undefined;
  if (line.kind === 'veiled' || !said) {
    const message = line.kind === 'veiled' ? 'veiled' : line.canonical;
    return {
      json,
      event: veiledOcsfEvent({ index, leafHash }, { origin }, now),
      syslog: { at: null, host: origin, id: 'veiled', parameters: { index: place, leafHash }, message },
    };
  }
  const { at, type, actor, safe, subject } = said;
  const named = names && { names: { ...names } };
  const event = ocsfEvent({ index, leafHash, canonical: line.canonical, body: said, ...named }, { origin });
  const outcome = memberOf(event['unmapped'], 'outcome');
  return {
    ...{ json: namedLine(json, names), event },
    syslog: {
      ...{ at, host: origin, id: type, message: line.canonical },
      parameters: { index: place, leafHash, actor, safe, subject, outcome, ...(names && parameters(names)) },
    },
  };
}

/** The line of the export, with one member more. */
function namedLine(line: string, names: EntryNames | undefined): string {
  if (!names) return line;
  return canonicalJson({ ...(JSON.parse(line) as Readonly<Record<string, Json>>), names: { ...names } });
}

/** The message has the whole of it, and some servers cut what is long. */
function parameters(names: EntryNames): Readonly<Record<string, string | null>> {
  const short = ([name, value]: [string, string | null]) =>
    [name, value !== null && value.length > NAME_MAX ? `${value.slice(0, NAME_MAX)}…` : value] as const;
  return Object.fromEntries(Object.entries(besideIds(names)).map(short));
}

function checkpointLine({ checkpoint, head, note }: Batch, now: number): Said {
  const verified = {
    checkpoint: note,
    ...{ size: checkpoint.size.toString(), root: printBase64(checkpoint.root) },
    /** The entries before this index are verified by it, and were given out. */
    taken: head.size.toString(),
  };
  const { size, root, taken } = verified;
  return {
    json: canonicalJson(verified),
    event: checkpointOcsfEvent(verified, checkpoint, now),
    syslog: {
      ...{ at: printUtc(unixSeconds(Math.floor(now / 1000))), host: checkpoint.origin, id: 'checkpoint' },
      ...{ parameters: { size, root, taken }, message: canonicalJson(verified) },
    },
  };
}

function memberOf(value: Json | undefined, name: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const found = (value as Readonly<Record<string, Json>>)[name];
  return typeof found === 'string' ? found : null;
}

import type { Json } from '../values/canonical-json.js';
import { shown } from '../values/shown.js';

/** A message of RFC 5424, without the frame of its transport. */
interface SyslogMessage {
  /** RFC 3339, at most microseconds; null if it is not known. */
  readonly at: string | null;
  /** 0 emergency to 7 debug. */
  readonly severity: number;
  readonly host: string;
  /** What kind of message it is. */
  readonly id: string;
  readonly parameters: Readonly<Record<string, string | null>>;
  readonly message: string;
}

/** "log audit", of section 6.2.1. */
const FACILITY = 13;
/** Names of structured data that are not registered have the number of an enterprise; this one is for everybody. */
const ELEMENT = 'sluice@32473';

export function syslogText({ at, severity, host, id, parameters, message }: SyslogMessage): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === null ? [] : [` ${name}="${escaped(value)}"`],
  );
  const header = [
    `<${String(FACILITY * 8 + severity)}>1`,
    at ?? '-',
    printable(host, 255),
    ...['sluice', '-', printable(id, 32)],
  ].join(' ');
  return `${header} [${ELEMENT}${given.join('')}] ${marked(message)}`;
}

/** The severity of syslog for that of an OCSF event: informational, low, medium, high. */
export function syslogSeverity(ocsf: Json | undefined): number {
  return (
    new Map<Json | undefined, number>([
      [4, 2],
      [3, 4],
      [2, 5],
    ]).get(ocsf) ?? 6
  );
}

/** Names may have line breaks, which would end the message where they are written as lines. */
function escaped(value: string): string {
  return shown(value).replaceAll(/["\\\]]/g, (char) => `\\${char}`);
}

function printable(text: string, most: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, most) || '-';
}

/** UTF-8 is marked by a byte order mark (section 6.4); plain ASCII needs none. */
function marked(message: string): string {
  return /^[\x00-\x7f]*$/.test(message) ? message : `\ufeff${message}`;
}

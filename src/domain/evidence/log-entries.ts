import { z } from 'zod';
import { ACTS, AUDIT_TYPES, type AuditType } from '../audit-log/acts/acts.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { type UnixSeconds, parseUtc } from '../values/time.js';
import type { EvidenceBundle, Part } from './bundle.js';
import type { Memory } from './memory.js';

const Entry = z.strictObject({
  v: z.literal(1),
  index: z.string(),
  at: z.string(),
  type: z.enum(AUDIT_TYPES),
  actor: z.string(),
  safe: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z.record(
    z.string(),
    z.custom<Json>((value) => value !== undefined),
  ),
});

/** A parsed entry of the log. */
export interface LogEntry {
  readonly type: AuditType;
  readonly actor: string;
  readonly safe: string | null;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, Json>>;
  readonly index: bigint;
  /** The time that it states, in whole seconds. */
  readonly at: UnixSeconds;
  readonly part: Part;
}

/** A register as an entry refers to it. */
export interface NamedRegister {
  readonly acts: number;
  readonly head: string;
}

/** The entries of a bundle in log order; undefined in place of one that cannot be parsed. */
export function readEntries(
  { log }: Pick<EvidenceBundle, 'log'>,
  memory: Memory,
): readonly (LogEntry | undefined)[] {
  return log.entries.map((each, at) => {
    const { index, canonical } = each;
    const entry = memory.about(each, 'entry', () => entryOf(canonical));
    if (entry === undefined || entry.index !== index) return undefined;
    const { type, actor, safe, subject, detail } = entry;
    const part: Part = `/log/entries/${String(at)}`;
    return { type, actor, safe, subject, detail, part, index: BigInt(index), at: parseUtc(entry.at) };
  });
}

function entryOf(canonical: string): z.output<typeof Entry> | undefined {
  try {
    const value = JSON.parse(canonical) as Json;
    const parsed = Entry.safeParse(value);
    if (!parsed.success || canonicalJson(value) !== canonical) return undefined;
    parseUtc(parsed.data.at);
    return parsed.data;
  } catch {
    return undefined; // no entry has such a text
  }
}

const Named = ACTS['transfer.decided'].detail.pick({ register: true }).loose();

/** The register by which the entry's act was judged, if it names one. */
export function registerNamed({ detail }: LogEntry): NamedRegister | undefined {
  const parsed = Named.safeParse(detail);
  return parsed.success ? parsed.data.register : undefined;
}

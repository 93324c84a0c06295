import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditLog } from '../audit-log/audit-log.js';
import { AuditLogRepository, type StoredEntry } from '../audit-log/audit-log.repository.js';
import { AuditVeil } from '../audit-log/audit-veil.js';
import { ReadFilter } from '../domain/audit-log/acts/log-acts.js';
import { type FollowNote, mustNoteFollowing } from '../domain/audit-log/follow-note.js';
import { DomainError } from '../domain/errors.js';
import { NO_NAMES } from '../domain/reports/entry-names.js';
import { printFollowedNames } from '../domain/reports/followed-names.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { ExportBases } from './export-bases.js';
import { ExportNames } from './export-names.js';
import type { ShownEntry } from './formats/export-writer.js';
import { JsonlWriter } from './formats/jsonl-writer.js';
import { requireOwnHash } from './own-hash.js';

/** How many entries one answer has at most. */
const PART_ENTRIES = 500;
/** Other readings of the same reader that may lie between two notes of following. */
const NOTES_SEEN = 50;
const HOUR_MS = 3_600_000;

const Noted = z.looseObject({ detail: z.looseObject({ filter: ReadFilter }) });

/**
 * The log for whoever follows it: the next entries as an export that proves itself, at once. One entry of the log
 * stands for an hour of it (`mustNoteFollowing`), or following would fill the log that it follows.
 */
@Injectable()
export class FollowedLog {
  constructor(
    private readonly database: Database,
    private readonly entries: AuditLogRepository,
    private readonly audit: AuditLog,
    private readonly veil: AuditVeil,
    private readonly bases: ExportBases,
    private readonly writer: JsonlWriter,
    private readonly names: ExportNames,
  ) {}

  /**
   * The entries from an index on; nothing if there are none yet. Names stand behind the export, which proves itself
   * without them.
   * @throws DomainError AUDIT_ENTRY_NOT_FOUND if the log ends before
   */
  async next(
    from: bigint,
    reader: Principal,
    { isNamed = false }: { readonly isNamed?: boolean } = {},
  ): Promise<string> {
    const basis = await this.bases.newest();
    // A checkpoint that the witnesses have seen may be behind the newest one, by which the reader was told before.
    if (from >= basis.checkpointSize) {
      if (from > (await this.entries.size()))
        throw new DomainError('AUDIT_ENTRY_NOT_FOUND', 'the log is not that long');
      return '';
    }
    const end = from + BigInt(PART_ENTRIES);
    const to = end < basis.checkpointSize ? end : basis.checkpointSize;
    const found = await this.entries.list({ after: from - 1n, before: to, limit: PART_ENTRIES });
    found.forEach(requireOwnHash);
    const entries = await this.shown(found, reader);
    const open = entries.flatMap(({ isVeiled }, at) => (isVeiled ? [] : (found[at] ?? [])));
    const names = isNamed ? `${printFollowedNames(await this.names.of(open, reader))}\n` : '';
    await this.note(from, reader);
    const filter = { fromIndex: from.toString(), toIndex: to.toString() };
    const part = { ...basis, filter, from, to };
    const text = (await this.writer.head(part)) + (await this.writer.body(part, { from, to, entries }));
    const veiled = BigInt(entries.filter(({ isVeiled }) => isVeiled).length);
    const counts = { entries: BigInt(entries.length) - veiled, veiled, leftOut: 0n };
    const sha256 = createHash('sha256').update(text).digest();
    return text + this.writer.tail(part, { ...counts, sha256 }) + names;
  }

  /** What is followed is kept elsewhere, so it is veiled as a file is. */
  private async shown(found: readonly StoredEntry[], reader: Principal): Promise<readonly ShownEntry[]> {
    const hidden = await this.veil.hidden(reader, found, 'file');
    return found.map(({ index, leafHash, body }) => ({
      ...{ index, leafHash, body, isVeiled: hidden.has(index), names: NO_NAMES },
    }));
  }

  private async note(from: bigint, reader: Principal): Promise<void> {
    const actor = actorOf(reader);
    const now = await this.database.now();
    if (!mustNoteFollowing(await this.lastNote(actor, now), from, now)) return;
    const detail = { filter: { follow: from.toString() } };
    try {
      await this.database.transaction((tx) => this.audit.append(tx, { type: 'audit.read', actor, detail }));
    } catch (cause) {
      const words = 'the reading could not be written to the audit log';
      throw new DomainError('AUDIT_UNAVAILABLE', words, [], { cause });
    }
  }

  private async lastNote(actor: string, now: number): Promise<FollowNote | undefined> {
    const since = new Date(now * 1000 - HOUR_MS);
    const readings = await this.entries.latestBy({ type: 'audit.read', actor, since }, NOTES_SEEN);
    for (const { body, at } of readings) {
      const noted = Noted.safeParse(JSON.parse(body));
      const follow = noted.success ? noted.data.detail.filter.follow : undefined;
      if (follow !== undefined)
        return { from: BigInt(follow), at: unixSeconds(Math.floor(at.getTime() / 1000)) };
    }
    return undefined;
  }
}

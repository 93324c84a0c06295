import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ReadFilter } from '../domain/audit-log/acts/log-acts.js';
import { BUNDLED_ENTRY_BYTES_MAX, entryBundle } from '../domain/audit-log/entry-bundle.js';
import { TILE_WIDTH, type Tile } from '../domain/audit-log/tile-path.js';
import { DomainError } from '../domain/errors.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Database, toDate } from '../infra/database/database.js';
import type { AuditEntryView, AuditPage, AuditQuery } from './audit-log.contract.js';
import { Actors } from './actors.js';
import { AuditLog } from './audit-log.js';
import { AuditVeil, type VeiledBy } from './audit-veil.js';
import { AuditLogRepository, type StoredEntry } from './audit-log.repository.js';

const BUNDLE_VEILED: Readonly<Record<VeiledBy, string>> = {
  REKEY_REQUIRED: 'an entry of this bundle is veiled until you have entered it',
  ENTRY_VEILED:
    "an entry of this bundle has owners' signatures of a transfer that is not executed yet: read the others one by one",
};

const Body = z.object({ actor: z.string() }).catchall(z.json());
type Body = z.output<typeof Body>;

/** Reads of the log are logged too, with reader and filter. If that entry cannot be written, nothing is shown. */
@Injectable()
export class AuditReading {
  constructor(
    private readonly database: Database,
    private readonly entries: AuditLogRepository,
    private readonly audit: AuditLog,
    private readonly veil: AuditVeil,
    private readonly actors: Actors,
  ) {}

  /** All pages end where the log ended for the first one: each read adds an entry, so paging would never end. */
  async page(asked: AuditQuery, reader: Principal): Promise<AuditPage> {
    const query = await this.withActor(asked);
    const { cursor, limit, from, to, safe, transfer, subject, ...named } = query;
    if (transfer !== undefined && subject !== undefined && transfer !== subject)
      return this.nothing(query, reader);
    const [after, end] = cursor?.split('.').map(BigInt) ?? [];
    const size = end ?? (await this.entries.size());
    const found = await this.entries.list({
      ...named,
      subject: transfer ?? subject,
      safeId: safe,
      from: from && toDate(from),
      to: to && toDate(to),
      after: after ?? -1n,
      before: size,
      limit: limit + 1,
    });
    await this.note(actorOf(reader), filterOf(query));
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = last && found.length > limit ? `${String(last.index)}.${String(size)}` : null;
    return { data: await this.views(shown, reader), nextCursor };
  }

  /** The query with the id of the actor that it names. */
  private async withActor(query: AuditQuery): Promise<AuditQuery> {
    if (query.actor === undefined) return query;
    const at = { pointer: '/actor', code: 'QUERY_SCHEMA' } as const;
    return { ...query, actor: await this.actors.meant(query.actor, at) };
  }

  /** An empty page, because no entry has two subjects. The question is logged all the same. */
  private async nothing(query: AuditQuery, reader: Principal): Promise<AuditPage> {
    await this.note(actorOf(reader), filterOf(query));
    return { data: [], nextCursor: null };
  }

  async one(index: bigint, reader: Principal): Promise<AuditEntryView> {
    const found = await this.entries.list({ after: index - 1n, before: index + 1n, limit: 1 });
    const [entry] = await this.views(found, reader);
    if (!entry) throw new DomainError('AUDIT_ENTRY_NOT_FOUND', 'the log is not that long');
    await this.note(actorOf(reader), { index: String(index) });
    return entry;
  }

  /**
   * The texts of an entry bundle (c2sp.org/tlog-tiles); undefined if the signed log does not have all of them. A bundle
   * cannot be veiled in part, so a reader who may not read all of it yet gets none.
   * @throws DomainError REKEY_REQUIRED or ENTRY_VEILED, or AUDIT_ENTRY_NOT_FOUND if an entry is too long for a bundle
   */
  async bundle(
    { index, width }: Pick<Tile, 'index' | 'width'>,
    reader: Principal,
  ): Promise<Uint8Array | undefined> {
    const start = index * BigInt(TILE_WIDTH);
    const end = start + BigInt(width);
    if (end > (await this.entries.size())) return undefined;
    const found = await this.entries.list({ after: start - 1n, before: end, limit: width });
    if (found.length !== width) return undefined;
    const [veiledBy] = (await this.veil.hidden(reader, found, 'answer')).values();
    if (veiledBy !== undefined) throw new DomainError(veiledBy, BUNDLE_VEILED[veiledBy]);
    await this.note(actorOf(reader), { bundle: String(index), width });
    const bodies = found.map(({ body }) => Buffer.from(body));
    if (bodies.some(({ length }) => length > BUNDLED_ENTRY_BYTES_MAX))
      throw new DomainError(
        'AUDIT_ENTRY_NOT_FOUND',
        'an entry is too long for a bundle: read them one by one',
      );
    return entryBundle(bodies);
  }

  private async views(entries: readonly StoredEntry[], reader: Principal): Promise<AuditEntryView[]> {
    const hidden = await this.veil.hidden(reader, entries, 'answer');
    const read = entries.map((entry) => ({ entry, body: Body.parse(JSON.parse(entry.body)) }));
    const names = await this.actors.names(read.map(({ body }) => body.actor));
    return read.map(({ entry, body }) => {
      const actorName = names.get(body.actor) ?? null;
      return hidden.has(entry.index) ? veiled(entry, body, actorName) : view(entry, body, actorName);
    });
  }

  private async note(actor: string, filter: ReadFilter): Promise<void> {
    try {
      await this.database.transaction((tx) =>
        this.audit.append(tx, { type: 'audit.read', actor, detail: { filter } }),
      );
    } catch (cause) {
      throw new DomainError('AUDIT_UNAVAILABLE', 'the reading could not be written to the audit log', [], {
        cause,
      });
    }
  }
}

function filterOf({ from, to, ...rest }: AuditQuery): ReadFilter {
  const given = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return ReadFilter.parse({
    ...Object.fromEntries(given),
    ...(from !== undefined && { from: printTimestamp(from) }),
    ...(to !== undefined && { to: printTimestamp(to) }),
  });
}

/** It is of the log, which holds no other form, and is passed on unread. */
type EntryBody = AuditEntryView['body'];

/** A veiled entry still shows that it exists, and its hash, but not its detail. */
function veiled({ index, leafHash }: StoredEntry, body: Body, actorName: string | null): AuditEntryView {
  const { detail: _, ...rest } = body;
  const shown = { ...rest, veiled: true } as EntryBody;
  return { index: String(index), leafHash, actorName, body: shown, canonical: '' };
}

function view(entry: StoredEntry, body: Body, actorName: string | null): AuditEntryView {
  const { index, leafHash, body: canonical } = entry;
  return { index: String(index), leafHash, actorName, body: body as EntryBody, canonical };
}

import { Injectable } from '@nestjs/common';
import { Actors } from '../audit-log/actors.js';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import type { ExportFilter } from '../domain/audit-log/export-filter.js';
import { DomainError } from '../domain/errors.js';
import { parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Jobs } from '../infra/jobs/jobs.js';
import type { CreateAuditExport, ExportFormat } from './audit-export.contract.js';
import { type AuditExport, AuditExportsRepository } from './audit-exports.repository.js';
import type { ExportBasis } from './export-bases.js';
import { ExportRecords } from './export-records.js';
import { searchOf } from './export-search.js';
import { ExportWriters } from './export-writers.js';

export const EXPORT_JOB = 'audit-export';

const KEPT_SECONDS = 30 * 86_400;
const UNFINISHED_MAX = 3;

/** Orders an export. Its range and checkpoint are fixed here, whatever is logged while it is written. */
type Asked = NonNullable<CreateAuditExport['filter']>;

@Injectable()
export class AuditExports {
  constructor(
    private readonly database: Database,
    private readonly exports: AuditExportsRepository,
    private readonly records: ExportRecords,
    private readonly entries: AuditLogRepository,
    private readonly writers: ExportWriters,
    private readonly jobs: Jobs,
    private readonly actors: Actors,
  ) {}

  async create(
    tx: Tx,
    { format, filter: asked = {} }: CreateAuditExport,
    { reader, basis }: { readonly reader: Principal; readonly basis: ExportBasis },
  ): Promise<AuditExport> {
    const requestedBy = actorOf(reader);
    const filter = printFilter(await this.withActor(asked));
    const range = rangeOf(filter, basis.checkpointSize);
    await this.requireRoom(format, filter, range);
    if ((await this.exports.countUnfinished(tx, requestedBy)) >= UNFINISHED_MAX)
      throw new DomainError('STATE_CONFLICT', `${String(UNFINISHED_MAX)} of your exports are not done yet`);
    const createdAt = await this.database.now(tx);
    const order = await this.exports.insert(tx, {
      id: parseId('exp', newId('exp')),
      ...{ requestedBy, reader, format, filter, ...range, ...basis, createdAt },
      expiresAt: unixSeconds(createdAt + KEPT_SECONDS),
    });
    await this.records.write(tx, order, requestedBy, { kind: 'requested' });
    await this.jobs.order(tx, { name: EXPORT_JOB, id: order.id });
    return order;
  }

  /** The filter with the id of the actor that it names. */
  private async withActor(asked: Asked): Promise<Asked> {
    if (asked.actor === undefined) return asked;
    const at = { pointer: '/filter/actor', code: 'BODY_SCHEMA' } as const;
    return { ...asked, actor: await this.actors.meant(asked.actor, at) };
  }

  /** @throws DomainError AUDIT_EXPORT_TOO_LARGE if the entries do not fit into the format */
  private async requireRoom(
    format: ExportFormat,
    filter: ExportFilter,
    range: { readonly from: bigint; readonly to: bigint },
  ): Promise<void> {
    const writer = this.writers.of(format);
    if (writer.kind === 'streamed') return;
    const limit = writer.entriesMax + 1;
    if (writer.kind === 'report') requirePeriod(filter);
    const search =
      writer.kind === 'report'
        ? { types: writer.types, after: -1n, before: range.to }
        : searchOf(filter, range);
    if ((await this.entries.count({ ...search, limit })) < limit) return;
    throw DomainError.at(
      '/filter',
      'AUDIT_EXPORT_TOO_LARGE',
      `a ${format} export has room for ${String(writer.entriesMax)} entries: ask for less, or for another format`,
    );
  }
}

/** A report is of a period of the whole log: of less of it, it would say less than was. */
function requirePeriod({ from: _from, to: _to, ...others }: ExportFilter): void {
  const [name] = Object.keys(others);
  if (name !== undefined)
    throw DomainError.at(`/filter/${name}`, 'BODY_SCHEMA', 'a report is of a period only: from and to');
}

/** The filter as the file states it; members without a value are omitted. */
function printFilter({ from, to, ...named }: Asked): ExportFilter {
  return {
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
    ...(from !== undefined && { from: printTimestamp(from) }),
    ...(to !== undefined && { to: printTimestamp(to) }),
  };
}

function rangeOf({ subject, transfer, ...filter }: ExportFilter, size: bigint): { from: bigint; to: bigint } {
  if (subject !== undefined && transfer !== undefined && subject !== transfer)
    throw DomainError.at('/filter/subject', 'BODY_SCHEMA', 'no entry has two subjects');
  const from = BigInt(filter.fromIndex ?? 0);
  const asked = BigInt(filter.toIndex ?? size);
  const to = asked < size ? asked : size;
  if (from >= to)
    throw DomainError.at('/filter/fromIndex', 'BODY_SCHEMA', 'the log has no entry in this range yet');
  return { from, to };
}

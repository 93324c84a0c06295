import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SAFETY_ACTS } from '../domain/audit-log/acts/safety-acts.js';
import { type Json, canonicalJson } from '../domain/values/canonical-json.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

/** A record has the detail of its log entry. */
const Recorded = SAFETY_ACTS['safe.exposed'].detail;

export interface ExposureRecord {
  readonly id: string;
  readonly at: UnixSeconds;
  readonly recorded: z.output<typeof Recorded>;
}

/** What each Safe was exposed to, over time. */
@Injectable()
export class ExposureRecordsRepository {
  constructor(private readonly database: Database) {}

  /** Makes the recorders of a Safe take turns, on all replicas, to the end of the transaction. */
  async lock(tx: Tx, safeId: SafeId): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`exposure:${safeId}`}, 0))`;
  }

  /** The canonical text of the latest record. */
  async latest(safeId: SafeId, tx: Tx = this.database.read): Promise<string | undefined> {
    const row = await tx.exposureRecord.findFirst({ where: { safeId }, orderBy: { id: 'desc' } });
    return row ? canonicalJson(z.json().parse(row.body)) : undefined;
  }

  /** Newest first. */
  async list(
    safeId: SafeId,
    { limit, before }: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<readonly ExposureRecord[]> {
    const rows = await this.database.read.exposureRecord.findMany({
      where: { safeId, ...(before !== undefined && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(({ id, body, at }) => ({ id, at: fromDate(at), recorded: Recorded.parse(body) }));
  }

  async insert(tx: Tx, safeId: SafeId, body: Json, at: UnixSeconds): Promise<void> {
    await tx.exposureRecord.create({
      data: { id: newId('exr'), safeId, body: structuredClone(body) as never, at: toDate(at) },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Json, canonicalJson } from '../domain/values/canonical-json.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

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

  async insert(tx: Tx, safeId: SafeId, body: Json, at: UnixSeconds): Promise<void> {
    await tx.exposureRecord.create({
      data: { id: newId('exr'), safeId, body: structuredClone(body) as never, at: toDate(at) },
    });
  }
}

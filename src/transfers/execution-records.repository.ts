import { Injectable } from '@nestjs/common';
import {
  ExecutionRecord,
  executionRecordDigest,
  executionRecordJson,
} from '../domain/reconciliation/execution-record.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { TransferId } from '../domain/values/identifier.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';

/** What executions were judged by. The log names each by its digest. */
@Injectable()
export class ExecutionRecordsRepository {
  constructor(private readonly database: Database) {}

  /** @returns the record's digest */
  async insert(tx: Tx, transferId: TransferId, record: ExecutionRecord): Promise<Bytes32> {
    const digest = executionRecordDigest(record);
    const createdAt = toDate(await this.database.now(tx));
    const json = executionRecordJson(record) as Record<string, never>;
    await tx.executionRecord.create({ data: { transferId, digest, record: json, createdAt } });
    return digest;
  }

  async find(transferId: TransferId): Promise<ExecutionRecord | undefined> {
    const row = await this.database.read.executionRecord.findUnique({ where: { transferId } });
    return row ? ExecutionRecord.parse(row.record) : undefined;
  }
}

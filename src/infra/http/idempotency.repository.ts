import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Json } from '../../domain/values/canonical-json.js';
import { Database, type Tx } from '../database/database.js';

export interface KeyedRequest {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface StoredAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: Json;
}

const Stored = z.object({ fingerprint: z.string(), status: z.int().min(100), response: z.json() });

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  async isAnswered({ principal, key }: KeyedRequest): Promise<boolean> {
    return (await this.database.read.idempotencyKey.count({ where: { principal, key } })) > 0;
  }

  /** True for the first request with this key. A second one waits here until the first has committed or rolled back. */
  async claim(tx: Tx, { principal, key, fingerprint }: KeyedRequest): Promise<boolean> {
    const inserted = await tx.$executeRaw`
      INSERT INTO idempotency_key (principal, key, fingerprint, status, response, created_at)
      VALUES (${principal}, ${key}, ${fingerprint}, 0, 'null'::jsonb, clock_timestamp())
      ON CONFLICT (principal, key) DO NOTHING`;
    return inserted === 1;
  }

  async store(
    tx: Tx,
    { principal, key }: KeyedRequest,
    answer: { status: number; body: Json },
  ): Promise<void> {
    const body = JSON.stringify(answer.body);
    await tx.$executeRaw`
      UPDATE idempotency_key SET status = ${answer.status}, response = ${body}::jsonb
      WHERE principal = ${principal} AND key = ${key}`;
  }

  async find(tx: Tx, { principal, key }: KeyedRequest): Promise<StoredAnswer> {
    const row = await tx.idempotencyKey.findUniqueOrThrow({ where: { principal_key: { principal, key } } });
    const { fingerprint, status, response } = Stored.parse(row);
    return { fingerprint, status, body: response };
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Facts, parseFacts } from '../domain/policies/facts.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Prisma } from '../generated/prisma/client.js';
import { Database, fromDate, toDate } from '../infra/database/database.js';

export interface NearDecision {
  readonly id: string;
  readonly facts: Facts;
}

export interface NearQuery {
  /** What the facts must contain. */
  readonly facts: object;
  /** The path of a member that must be there. */
  readonly present: readonly string[];
}

const Rows = z.array(z.object({ id: z.string(), facts: z.unknown(), at: z.date().transform(fromDate) }));

/** Decisions by the moment that they were made at, whichever transfer they are of. */
@Injectable()
export class NearDecisionsRepository {
  constructor(private readonly database: Database) {}

  /** The nearest to a moment of those whose facts contain something; of two that are equally near the earlier. */
  async nearest(at: UnixSeconds, query: NearQuery): Promise<NearDecision | undefined> {
    const [before, after] = await Promise.all([this.one(at, query, 'before'), this.one(at, query, 'after')]);
    const isBefore = before && (!after || at - before.at <= after.at - at);
    const found = isBefore ? before : after;
    return found && { id: found.id, facts: parseFacts(found.facts) };
  }

  private async one(at: UnixSeconds, { facts, present }: NearQuery, side: 'before' | 'after') {
    const moment = toDate(at);
    const rows = Rows.parse(
      await this.database.read.$queryRaw`
        SELECT id, facts, created_at AS at FROM decision
        WHERE ${side === 'before' ? Prisma.sql`created_at <= ${moment}` : Prisma.sql`created_at > ${moment}`}
          AND facts @> ${JSON.stringify(facts)}::jsonb AND facts #>> ${[...present]}::text[] IS NOT NULL
        ORDER BY ${side === 'before' ? Prisma.sql`created_at DESC, id DESC` : Prisma.sql`created_at, id`} LIMIT 1`,
    );
    return rows[0];
  }
}

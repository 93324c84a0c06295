import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Intent } from '../../domain/transfers/intent.js';
import type { TransferId } from '../../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../../domain/values/time.js';
import { Database, fromDate, toDate } from '../../infra/database/database.js';

const DAYS_90 = 90 * 86_400;

const Found = z.tuple([
  z.object({
    count: z.coerce.number().int(),
    largest: z.coerce.bigint().nullable(),
    last: z.date().nullable(),
    ever: z.boolean(),
  }),
]);

/** Settled transfers like one, in smallest units. */
export interface Usual {
  readonly count: number;
  readonly largest: bigint | null;
  readonly last: UnixSeconds | null;
  readonly firstToDestination: boolean;
}

/** What went to a destination before. */
@Injectable()
export class UsualTransfersRepository {
  constructor(private readonly database: Database) {}

  /** By the address, whatever entry of the book it was sent by. */
  async of(id: TransferId, { assetId, destination }: Intent): Promise<Usual> {
    const now = await this.database.now();
    const since = toDate(unixSeconds(now - DAYS_90));
    const rows = await this.database.read.$queryRaw`
      SELECT count(*)::int AS count, max(amount)::text AS largest, max(ended_at) AS last, EXISTS (
          SELECT FROM transfer WHERE destination_address = ${destination} AND state = 'settled' AND id <> ${id}
        ) AS ever
      FROM transfer WHERE destination_address = ${destination} AND asset_id = ${assetId}
        AND state = 'settled' AND ended_at > ${since} AND id <> ${id}`;
    const [{ count, largest, last, ever }] = Found.parse(rows);
    return { count, largest, last: last && fromDate(last), firstToDestination: !ever };
  }
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { unixSeconds, type UnixSeconds } from '../../domain/values/time.js';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.js';
import { openPool } from './connections.js';
import { logLost } from './pool.js';

/** A running database transaction. A function that takes one works inside it. */
export type Tx = Prisma.TransactionClient;

/** SQLSTATE query_canceled, as Prisma hands it on from the driver. */
const Cancelled = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.literal('57014') }) }) }),
});

const Now = z.tuple([z.object({ now: z.date() })]);

/** The one connection pool. An act, its audit entry and its next job share one `transaction`. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly read: PrismaClient;

  constructor(config: Config) {
    const pool = openPool({ connectionString: config.databaseUrl, max: 12 }, logLost(Database.name));
    this.read = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) });
  }

  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    return this.read.$transaction(act, { timeout: 20_000, maxWait: 10_000 });
  }

  /** Reads as of one moment. It can neither write nor lock a row. */
  snapshot<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
    const act = async (tx: Tx): Promise<T> => {
      await tx.$executeRaw`SET TRANSACTION READ ONLY`;
      return read(tx);
    };
    return this.read.$transaction(act, {
      ...{ timeout: 20_000, maxWait: 10_000 },
      isolationLevel: 'RepeatableRead',
    });
  }

  /** Reads in a transaction whose statements are cancelled after so many milliseconds. */
  async readWithin<T>(ms: number, read: (tx: Tx) => Promise<T>): Promise<T | 'too-long'> {
    try {
      return await this.snapshot(async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(ms)}, true)`;
        return read(tx);
      });
    } catch (error) {
      if (Cancelled.safeParse(error).success) return 'too-long';
      throw error;
    }
  }

  /** The database's clock, so that all replicas decide by the same time, whatever their own clocks say. */
  async now(tx: Tx = this.read): Promise<UnixSeconds> {
    const [row] = Now.parse(await tx.$queryRaw`SELECT clock_timestamp() AS now`);
    return unixSeconds(Math.floor(row.now.getTime() / 1000));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.read.$disconnect();
  }
}

export function toDate(at: UnixSeconds): Date {
  return new Date(at * 1000);
}

export function fromDate(at: Date): UnixSeconds {
  return unixSeconds(Math.floor(at.getTime() / 1000));
}

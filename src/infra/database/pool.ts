import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { Config } from '../../config/config.js';
import { openPool } from './connections.js';

/** Plain PostgreSQL connections for the libraries that bring their own SQL: the job engine and the session store. */
@Injectable()
export class PgPool implements OnApplicationShutdown {
  readonly pool: Pool;

  constructor(config: Config) {
    this.pool = openPool({ connectionString: config.databaseUrl, max: 8 }, logLost(PgPool.name));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

export function logLost(owner: string): (error: Error) => void {
  return (error) => {
    new Logger(owner).warn(`connection lost: ${error.message}`);
  };
}

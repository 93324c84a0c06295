import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Config } from '../../config/config.js';

/** Plain PostgreSQL connections for the libraries that bring their own SQL: the job engine and the session store. */
@Injectable()
export class PgPool implements OnApplicationShutdown {
  readonly pool: Pool;

  constructor(config: Config) {
    this.pool = new Pool({ connectionString: config.databaseUrl, max: 8 });
    // Without a listener a connection that the server closes, idle or in use, would end the process.
    const lost = (error: Error): void => {
      new Logger(PgPool.name).warn(`connection lost: ${error.message}`);
    };
    this.pool.on('error', lost);
    this.pool.on('connect', (client) => client.on('error', lost));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Config } from '../../config/config.js';

/** Plain PostgreSQL connections for the libraries that bring their own SQL: the job engine and the session store. */
@Injectable()
export class PgPool implements OnApplicationShutdown {
  readonly pool: Pool;

  constructor(config: Config) {
    this.pool = new Pool({ connectionString: config.databaseUrl, max: 8 });
    // Without a listener an idle connection that the server closes would end the process.
    this.pool.on('error', (error) => {
      new Logger(PgPool.name).warn(`idle connection lost: ${error.message}`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

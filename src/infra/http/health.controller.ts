import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '../../domain/errors.js';
import { Database } from '../database/database.js';
import { Public } from './access.js';

const PATIENCE_MS = 2000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process runs. No I/O: a slow database must not get it restarted. */
  @Get('live')
  @Public()
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** Requests can be served: the database answers in time. */
  @Get('ready')
  @Public()
  async ready(): Promise<{ status: 'ready' }> {
    const answered = this.database.now().then(
      () => true,
      () => false,
    );
    const isReady = await Promise.race([answered, sleep(PATIENCE_MS, false, { ref: false })]);
    if (!isReady) throw new DomainError('DATABASE_UNAVAILABLE', 'the database does not answer');
    return { status: 'ready' };
  }
}

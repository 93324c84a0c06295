import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Logger } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../../domain/errors.js';
import { Database } from '../database/database.js';
import { Public } from './access.js';
import { Live, Ready } from './health.contract.js';
import { Readiness } from './readiness.js';

const PATIENCE_MS = 2000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  private readonly log = new Logger(HealthController.name);

  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness,
  ) {}

  /** The process runs. No I/O: a slow database must not get it restarted. */
  @Get('live')
  @Public()
  @ApiOperation({
    operationId: 'checkLiveness',
    summary: 'Check that the process runs',
    description: 'Asks nothing else, so that a slow database does not get the process restarted.',
  })
  @ApiResponse({ status: 200, standardSchema: Live })
  live(): Live {
    return { status: 'live' };
  }

  /** Requests can be served: the database answers in time, and all readiness checks pass. */
  @Get('ready')
  @Public()
  @ApiOperation({
    operationId: 'checkReadiness',
    summary: 'Check that requests can be served',
    description:
      'The database answers in time and transfers can be decided. The log of the process says what is missing.',
  })
  @ApiResponse({ status: 200, standardSchema: Ready })
  async ready(): Promise<Ready> {
    const answered = this.database.now().then(
      () => true,
      () => false,
    );
    const isReady = await Promise.race([answered, sleep(PATIENCE_MS, false, { ref: false })]);
    if (!isReady) throw new DomainError('DATABASE_UNAVAILABLE', 'the database does not answer');
    await this.readiness.demand().catch((error: unknown) => {
      // The route is public: the answer has only the code; the details are logged.
      if (!(error instanceof DomainError)) throw error;
      this.log.error(error.message);
      throw new DomainError(error.code, 'nothing can be decided here', [], { cause: error });
    });
    return { status: 'ready' };
  }
}

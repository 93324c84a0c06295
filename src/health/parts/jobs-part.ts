import { Injectable } from '@nestjs/common';
import { fromDate } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { JobsHealth } from './health-parts.contract.js';
import { HealthRepository, type WaitingJobs } from './health.repository.js';
import type { Found } from './shared-look.js';

/** In seconds. A job that is due begins within a second unless all workers are busy. */
const LATE_WARN = 60;
const LATE_DOWN = 600;

/** Whether what was ordered is done. */
@Injectable()
export class JobsPart {
  constructor(private readonly stored: HealthRepository) {}

  async look(): Promise<Found<JobsHealth>> {
    return jobsFound(await this.stored.jobs());
  }
}

export function jobsFound({ waiting, oldest, lateSeconds, failing }: WaitingJobs): Found<JobsHealth> {
  const data = { waiting, oldest: oldest ? printTimestamp(fromDate(oldest)) : null, failing };
  if (lateSeconds > LATE_WARN) {
    const words = `${String(waiting)} jobs are due and not begun, the oldest for ${String(Math.floor(lateSeconds))} seconds.`;
    return { status: lateSeconds > LATE_DOWN ? 'down' : 'warn', words, data };
  }
  if (failing > 0)
    return { status: 'warn', words: `${String(failing)} jobs failed and are tried again.`, data };
  return { status: 'ok', words: 'Nothing waits longer than it should.', data };
}

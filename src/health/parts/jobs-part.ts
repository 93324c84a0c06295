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
  const data = {
    waiting,
    oldest: oldest ? printTimestamp(fromDate(oldest)) : null,
    failing: failing.map(({ nextAt, ...each }) => ({ ...each, nextAt: printTimestamp(fromDate(nextAt)) })),
  };
  if (lateSeconds > LATE_WARN) {
    const words = `${String(waiting)} jobs are due and not begun, the oldest for ${String(Math.floor(lateSeconds))} seconds.`;
    return { status: lateSeconds > LATE_DOWN ? 'down' : 'warn', words, data };
  }
  if (failing.length > 0) return { status: 'warn', words: `${failingWords(failing)}.`, data };
  return { status: 'ok', words: 'Nothing waits longer than it should.', data };
}

/** "the job watch failed 5 times, and is tried again at …; why is in the service's own log". */
function failingWords(failing: WaitingJobs['failing']): string {
  const each = failing.map(
    ({ job, tries, nextAt }) =>
      `the job ${job} failed ${String(tries)} times, and is tried again at ${printTimestamp(fromDate(nextAt))}`,
  );
  return `${each.join('; ')}: the service's own log says why`;
}

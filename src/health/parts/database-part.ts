import { Injectable } from '@nestjs/common';
import type { DatabaseHealth } from './health-parts.contract.js';
import { HealthRepository } from './health.repository.js';
import type { Found } from './shared-look.js';

/** In milliseconds. Everything is decided by the database's clock; this process's own is only for what it shows. */
const SKEW_WARN = 5_000;

/** Whether the database answers, and how far its clock is from this process's. */
@Injectable()
export class DatabasePart {
  constructor(private readonly stored: HealthRepository) {}

  async look(): Promise<Found<DatabaseHealth>> {
    const before = Date.now();
    const clock = await this.stored.clock();
    return databaseFound(Math.round((before + Date.now()) / 2 - clock.getTime()));
  }
}

export function databaseFound(clockSkewMs: number): Found<DatabaseHealth> {
  const data = { ok: true, clockSkewMs };
  if (Math.abs(clockSkewMs) <= SKEW_WARN) return { status: 'ok', words: 'It answers.', data };
  const words = `It answers, and its clock is ${String(Math.abs(Math.round(clockSkewMs / 1000)))} seconds from this process's: set both.`;
  return { status: 'warn', words, data };
}

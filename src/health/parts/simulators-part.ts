import { Injectable } from '@nestjs/common';
import { fromDate } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { SimulatorHealth } from './health-parts.contract.js';
import { HealthRepository, type RecentAttempt } from './health.repository.js';
import type { Found } from './shared-look.js';

/** How the engines did when they were last asked for something: nothing is simulated for this. */
@Injectable()
export class SimulatorsPart {
  constructor(private readonly stored: HealthRepository) {}

  async look(): Promise<Found<SimulatorHealth[]>> {
    return simulatorsFound(await this.stored.attempts());
  }
}

/** @param attempts newest first */
export function simulatorsFound(attempts: readonly RecentAttempt[]): Found<SimulatorHealth[]> {
  const last = new Map<string, RecentAttempt>();
  for (const each of attempts) {
    const key = JSON.stringify([each.engine, each.provider]);
    if (!last.has(key)) last.set(key, each);
  }
  const data = [...last.values()]
    .map(({ engine, provider, kind, at }) => ({
      ...{ engine, provider, ok: kind === 'answered' },
      at: printTimestamp(fromDate(at)),
    }))
    .sort((one, other) => (`${one.engine} ${one.provider}` < `${other.engine} ${other.provider}` ? -1 : 1));
  if (data.length === 0) return { status: 'unknown', words: 'Nothing has been simulated yet.', data };
  const engines = [...new Set(data.map(({ engine }) => engine))];
  // One engine takes another provider if the first does not serve what it needs.
  const without = engines.filter((engine) => data.every((each) => each.engine !== engine || !each.ok));
  const failed = data.filter(({ ok }) => !ok);
  if (without.length > 0)
    return { status: 'down', words: `The last runs of these engines failed: ${without.join(', ')}.`, data };
  if (failed.length > 0) {
    const where = failed.map(({ engine, provider }) => `${engine} at ${provider}`).join(', ');
    return { status: 'warn', words: `The last runs of these failed: ${where}.`, data };
  }
  const all = engines.length === 2 ? 'Both' : `All ${String(engines.length)}`;
  return { status: 'ok', words: `${all} engines had results when last run.`, data };
}

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Intent } from '../domain/transfers/intent.js';
import { RateLimited } from '../infra/http/problems/rate-limited.js';
import { DryDecision } from './dry-decision.js';

describe(DryDecision.name, () => {
  it('asks the chain for one person twice at a time, for all six times, and sixty times a minute', async () => {
    let looks = 0;
    const gather = (): Promise<never> => {
      looks += 1;
      return new Promise(() => undefined);
    };
    const decisions = new DryDecision({} as never, { gather } as never, {} as never);
    const ask = async (asker: string, times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) decisions.of({} as Intent, asker).catch(() => undefined);
      await setImmediate();
    };
    await ask('per_a', 60);
    expect(looks).toBe(2);
    const refused: unknown = await decisions.of({} as Intent, 'per_a').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimited);
    await ask('per_b', 5);
    expect(looks).toBe(4);
    for (const other of ['key_c', 'key_d', 'key_e']) await ask(other, 1);
    expect(looks).toBe(6);
  });
});

import { Injectable } from '@nestjs/common';
import { isPublicChain } from '../../domain/values/chains.js';
import { type ClaimedHead, Providers } from '../../infra/chain/providers.js';
import type { SeenProvider } from '../../infra/chain/roster/provider-states.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { ProviderHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** As far as heads may lie apart for a block to be agreed on (`Providers`). */
const LAG_SECONDS = 60;
/** Some blocks of 12 seconds, a few of them empty: a chain that has stood longer stands for all. */
const STANDS_SECONDS = 120;

export interface SeenHead extends ClaimedHead {
  readonly seen: SeenProvider;
}

/** Who answers for the chain, and how far each has come. */
@Injectable()
export class ProvidersPart {
  constructor(private readonly providers: Providers) {}

  async look(): Promise<Found<ProviderHealth[]>> {
    const [heads] = await Promise.all([this.providers.heads(), this.providers.look()]);
    const known = heads.flatMap((head) => {
      const seen = this.providers.states.of(head.provider);
      return seen ? [{ ...head, seen }] : [];
    });
    const now = Date.now() / 1000;
    return providersFound(known, isPublicChain(this.providers.chainId) ? now : null);
  }
}

/** @param now null on a chain that stands while nobody uses it */
export function providersFound(heads: readonly SeenHead[], now: number | null): Found<ProviderHealth[]> {
  const claimed = heads.flatMap(({ head }) => head ?? []);
  const highest = Math.max(...claimed.map(({ number }) => number));
  const newest = Math.max(...claimed.map(({ timestamp }) => timestamp));
  const data = heads.map(({ provider, head, seen }): ProviderHealth => {
    const lagSeconds = head ? newest - head.timestamp : null;
    return {
      name: provider,
      ok: seen.state === 'answering' && lagSeconds !== null && lagSeconds <= LAG_SECONDS,
      state: seen.state,
      since: printTimestamp(seen.since),
      head: head?.number ?? null,
      lagBlocks: head ? highest - head.number : null,
      lagSeconds,
    };
  });
  const bad = data.filter(({ ok }) => !ok);
  if (data.length === 0 || bad.length === data.length)
    return { status: 'down', words: 'No provider answers as it should: nothing can be decided.', data };
  if (bad.length > 0) {
    const names = bad.map(({ name }) => name).join(', ');
    const words = `Of ${String(data.length)} providers these are silent, dissent or lag: ${names}. Nothing is decided until all answer alike.`;
    return { status: 'warn', words, data };
  }
  if (now !== null && now - newest > STANDS_SECONDS)
    return { status: 'warn', words: 'All answer, and the newest block of any is minutes old.', data };
  return { status: 'ok', words: `All ${String(data.length)} providers answer.`, data };
}

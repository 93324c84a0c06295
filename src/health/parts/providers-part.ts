import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { isPublicChain } from '../../domain/values/chains.js';
import { blockAt } from '../../infra/chain/block-headers.js';
import { type ClaimedHead, Providers } from '../../infra/chain/providers.js';
import type { SeenProvider } from '../../infra/chain/roster/provider-states.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { ProviderHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** As far as heads may lie apart for a block to be agreed on (`Providers`). */
const LAG_SECONDS = 60;
/** Some blocks of 12 seconds, a few of them empty: a chain that has stood longer stands for all. */
const STANDS_SECONDS = 120;
/** More blocks than any chain makes. */
const MOST_A_SECOND = 20;

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
    return providersFound(known, {
      now: Math.floor(Date.now() / 1000),
      agreed: await this.agreed(known),
      isPublic: isPublicChain(this.providers.chainId),
    });
  }

  /** The block under all heads, if all show the same one. */
  private async agreed(heads: readonly SeenHead[]): Promise<Head | null> {
    const numbers = heads.flatMap(({ head }) => (head && isHeight(head.number) ? [head.number] : []));
    if (numbers.length === 0) return null;
    const lowest = BigInt(Math.min(...numbers));
    try {
      const { number, timestamp } = await this.providers.agreedBy('answering', (each) =>
        blockAt(each, lowest),
      );
      return { number: Number(number), timestamp };
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

type Head = NonNullable<ClaimedHead['head']>;

/** What is known without any single provider. */
interface Yardstick {
  /** By the clock of this process. */
  readonly now: number;
  /** Null if they agree on none. */
  readonly agreed: Head | null;
  /** False of a chain that stands while nobody uses it. */
  readonly isPublic: boolean;
}

function isHeight(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

/** Whether a head can be one: nobody is measured against a height or a time that is made up. */
function isCredible({ number, timestamp }: Head, { now, agreed }: Yardstick): boolean {
  if (!isHeight(number) || !isHeight(timestamp)) return false;
  if (timestamp > Math.max(now, agreed?.timestamp ?? 0) + LAG_SECONDS) return false;
  if (!agreed) return true;
  const [blocks, seconds] = [number - agreed.number, timestamp - agreed.timestamp];
  return blocks === 0 ? seconds === 0 : blocks > 0 && seconds >= 0 && blocks <= (seconds + 1) * MOST_A_SECOND;
}

export function providersFound(heads: readonly SeenHead[], yard: Yardstick): Found<ProviderHealth[]> {
  const { now, agreed, isPublic } = yard;
  const shown = heads.map((each) => ({
    ...each,
    head: each.head && isCredible(each.head, yard) ? each.head : null,
  }));
  const claimed = shown.flatMap(({ head }) => head ?? []);
  const highest = Math.max(...claimed.map(({ number }) => number));
  const latest = Math.max(...claimed.map(({ timestamp }) => timestamp));
  // A head of a moment ahead must not make the others late.
  const newest = Math.min(latest, Math.max(now, agreed?.timestamp ?? 0));
  const data = shown.map(({ provider, head, seen }): ProviderHealth => {
    const lagSeconds = head ? Math.max(newest - head.timestamp, 0) : null;
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
    const words = `Of ${String(data.length)} providers these are silent, dissent, lag or claim a head that cannot be: ${names}. Nothing is decided until all answer alike.`;
    return { status: 'warn', words, data };
  }
  if (isPublic && now - newest > STANDS_SECONDS)
    return { status: 'warn', words: 'All answer, and the newest block of any is minutes old.', data };
  const all = data.length === 2 ? 'Both' : `All ${String(data.length)}`;
  return { status: 'ok', words: `${all} providers answer.`, data };
}

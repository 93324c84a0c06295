import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { SaidAct } from '../domain/audit-log/timeline.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { LogSequencer } from './sequencer/log-sequencer.js';

const detail = z.record(z.string(), z.json());
const Body = z.object({ type: z.string(), actor: z.string(), at: z.string(), detail });

/** One act, with its place in the log; null while it has none. */
export interface PlacedAct extends SaidAct {
  readonly index: bigint | null;
  readonly at: UnixSeconds;
}

export interface ActsPage {
  readonly after: bigint;
  readonly limit: number;
}

/** What the log says about one subject, oldest first; acts that wait for their place come last. */
@Injectable()
export class ActsAbout {
  constructor(
    private readonly entries: AuditLogRepository,
    private readonly sequencer: LogSequencer,
  ) {}

  /** At most one more than asked for, while there are more in the log. */
  async list(subject: string, { after, limit }: ActsPage): Promise<readonly PlacedAct[]> {
    // Asked first: what gets its place meanwhile is then found there, and not missed.
    const staged = await this.sequencer.stagedAbout(subject);
    const found = await this.entries.list({ subject, after, limit: limit + 1 });
    const placed = found.map(({ index, body }): PlacedAct => {
      const { at, ...said } = Body.parse(JSON.parse(body));
      return { ...said, at: secondsOf(new Date(at)), index };
    });
    if (found.length > limit) return placed;
    const waiting = staged.map(({ type, actor, at, detail: text }): PlacedAct => {
      return { type, actor, detail: detail.parse(JSON.parse(text)), at: secondsOf(at), index: null };
    });
    return [...placed, ...waiting.filter((each) => !placed.some((one) => isSame(one, each)))];
  }
}

/** The same act, which got its place between the two reads. */
function isSame(one: PlacedAct, other: PlacedAct): boolean {
  return (
    one.type === other.type &&
    one.at === other.at &&
    JSON.stringify(one.detail) === JSON.stringify(other.detail)
  );
}

function secondsOf(at: Date): UnixSeconds {
  return unixSeconds(Math.floor(at.getTime() / 1000));
}

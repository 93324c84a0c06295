import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { LogSequencer } from '../sequencer/log-sequencer.js';
import { type LastCosigned, LogTreeRepository } from './log-tree.repository.js';

/** How far the log has come, by the database's clock. */
export interface Standing {
  readonly now: Date;
  readonly checkpoint: { readonly size: bigint; readonly at: Date } | undefined;
  /** Committed acts without a place, and since when the oldest waits. */
  readonly unsequenced: { readonly count: number; readonly since: Date | null };
  readonly witnesses: readonly {
    readonly name: string;
    readonly last: LastCosigned | undefined;
    /** When the first checkpoint was signed that it has not cosigned; undefined if it has all. */
    readonly missingSince: Date | undefined;
  }[];
}

/** Reads how far log and witnesses have come, for people to look at. */
@Injectable()
export class LogStanding {
  constructor(
    private readonly config: Config,
    private readonly sequencer: LogSequencer,
    private readonly tree: LogTreeRepository,
  ) {}

  async read(): Promise<Standing> {
    const { now, ...unsequenced } = await this.sequencer.unsequenced();
    const checkpoint = await this.tree.latest();
    const asked = this.config.logWitnesses?.witnesses ?? [];
    const lasts = await Promise.all(
      asked.map(({ key }) => this.tree.lastCosignature(`${key.name}+${key.keyId}`)),
    );
    // A checkpoint of n entries is the first to cover entry n - 1.
    const missing = await this.tree.coveredAt(lasts.map((last) => last?.size ?? 0n));
    const witnesses = asked.map(({ key }, index) => ({
      name: key.name,
      last: lasts[index],
      missingSince: missing.get(lasts[index]?.size ?? 0n),
    }));
    return { now, checkpoint, unsequenced, witnesses };
  }
}

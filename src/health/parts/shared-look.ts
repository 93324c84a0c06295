import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { unixSeconds } from '../../domain/values/time.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { PART_STATUS } from './health-parts.contract.js';

type PartStatus = (typeof PART_STATUS)[number];

/** How a part is, and what there is to see of it. */
export interface Found<T> {
  readonly status: PartStatus;
  /** One sentence. It holds no secret, and no text from outside. */
  readonly words: string;
  readonly data: T | null;
}

export interface Shown<T> extends Found<T> {
  readonly at: string;
}

/** In milliseconds. */
export interface Pace {
  /** How long a look serves everybody who asks. */
  readonly freshFor: number;
  /** How long who asks waits for it. */
  readonly patience: number;
  /** After this a look that has not ended is given up, and another may be made. */
  readonly givenUpAfter: number;
}

export const PACE: Pace = { freshFor: 5_000, patience: 2_000, givenUpAfter: 30_000 };

interface Look<T> {
  readonly begunAt: number;
  readonly shown: Promise<Shown<T>>;
  hasEnded: boolean;
}

/**
 * A look at one part that all who ask share, so that asking often loads nobody: there is at most one under way, and what
 * it found serves for a while. A slow or broken part is `unknown`, and holds up no other.
 */
export class SharedLook<T> {
  private readonly log = new Logger(SharedLook.name);
  private last: Look<T> | undefined;

  constructor(
    private readonly name: string,
    private readonly look: () => Promise<Found<T>>,
    private readonly pace: Pace = PACE,
  ) {}

  async answer(): Promise<Shown<T>> {
    const { patience } = this.pace;
    const late = async (): Promise<Shown<T>> => {
      await sleep(patience, undefined, { ref: false });
      return shown<T>({
        status: 'unknown',
        words: `It did not answer within ${String(patience)} ms.`,
        data: null,
      });
    };
    return Promise.race([this.current().shown, late()]);
  }

  private current(): Look<T> {
    const { last } = this;
    if (last && performance.now() - last.begunAt < this.lifeOf(last)) return last;
    const look: Look<T> = { begunAt: performance.now(), shown: this.made(), hasEnded: false };
    void look.shown.finally(() => {
      look.hasEnded = true;
    });
    this.last = look;
    return look;
  }

  private lifeOf({ hasEnded }: Look<T>): number {
    return hasEnded ? this.pace.freshFor : this.pace.givenUpAfter;
  }

  /** Never fails. What an error says may be of somebody else, and so is only in this process's own log. */
  private async made(): Promise<Shown<T>> {
    try {
      return shown(await this.look());
    } catch (error) {
      const code = error instanceof DomainError ? error.code : undefined;
      if (code === undefined) this.log.warn(`${this.name} could not be looked at: ${String(error)}`);
      const words = `It could not be looked at${code === undefined ? '' : ` (${code})`}.`;
      return shown<T>({ status: 'unknown', words, data: null });
    }
  }
}

function shown<T>(found: Found<T>): Shown<T> {
  return { ...found, at: printTimestamp(unixSeconds(Math.floor(Date.now() / 1000))) };
}

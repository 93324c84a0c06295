import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cadence } from '../../infra/cadence/cadence.js';
import { LogAlarms } from './log-alarms.js';
import { LogBatches, type Sequenced } from './log-batches.js';
import { LogFaultFound } from './log-fault-found.js';
import {
  LogSequenceRepository,
  NO_HORIZON,
  type StagedRow,
  type Unsequenced,
} from './log-sequence.repository.js';
import { SequencerSteps } from './sequencer-steps.js';

const BATCH_MAX = 1024;

/**
 * Gives committed acts their places in the log, without gaps. Each batch, its tree and the signed head are one
 * transaction. Every replica tries; an advisory lock admits one at a time. It polls, because NOTIFY would serialise all
 * commits.
 */
@Injectable()
export class LogSequencer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(LogSequencer.name);
  private horizon = NO_HORIZON;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private complaint: string | undefined;

  constructor(
    private readonly sequence: LogSequenceRepository,
    private readonly batches: LogBatches,
    private readonly steps: SequencerSteps,
    private readonly alarms: LogAlarms,
    private readonly cadence: Cadence,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** Everything that this process has committed is in the log before it exits. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.drain().catch((error: unknown) => {
      this.log.warn(`acts wait for the next sequencer: ${String(error)}`);
    });
  }

  /** Sequences everything that was committed before this call. */
  async drain(): Promise<void> {
    while ((await this.turn()) === BATCH_MAX) continue;
  }

  /** Sequences one batch, unless nothing waits or another replica does it. @returns how many acts got a place */
  async turn(): Promise<number> {
    const { waits, horizon } = await this.sequence.waiting(this.horizon);
    if (!waits) {
      this.horizon = horizon;
      return 0;
    }
    const from = this.horizon;
    const done = await this.sequence.alone((turn) => this.batches.sequence(turn, from, BATCH_MAX));
    if (!done) return 0;
    this.steps.reached('committed');
    this.batches.committed(done);
    this.complaint = undefined;
    this.horizon = horizonAfter(done, { before: from, settled: horizon.settled });
    for (const fault of done.faults) await this.alarms.raise(fault);
    return done.count;
  }

  /** Which of these subjects a committed act without a place is about. */
  waitAbout(subjects: readonly string[]): Promise<ReadonlySet<string>> {
    return this.sequence.waitAbout(this.horizon, subjects);
  }

  /** How many committed acts have no place yet, since when the oldest, and the database's clock. */
  unsequenced(): Promise<Unsequenced> {
    return this.sequence.unsequenced(this.horizon);
  }

  /** The committed acts about a subject that have no place yet. */
  stagedAbout(subject: string): Promise<readonly StagedRow[]> {
    return this.sequence.stagedAbout(this.horizon, subject);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        if ((await this.turn()) < BATCH_MAX) await this.pause(this.cadence.sequence);
      } catch (error) {
        await this.complain(error);
        await this.pause(this.cadence.sequenceAgain);
      }
    }
  }

  /** Logs each kind of failure once, until a batch succeeds. */
  private async complain(error: unknown): Promise<void> {
    const words = String(error);
    if (words === this.complaint) return;
    try {
      if (error instanceof LogFaultFound) await this.alarms.raise(error.fault);
      this.complaint = words;
    } catch (failure) {
      this.log.error(`an alarm could not be raised, and is tried again: ${String(failure)}`);
    }
    this.log.error(`the log cannot be sequenced, and is tried again: ${words}`);
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

/** The horizon after a batch. It takes the lowest ids, so after a full batch only ids above its last can wait. */
function horizonAfter(
  { lastStaged, count }: Pick<Sequenced, 'lastStaged' | 'count'>,
  { before, settled }: { before: { last: bigint; settled: bigint }; settled: bigint },
): { last: bigint; settled: bigint } {
  if (count === BATCH_MAX && lastStaged < before.last) return before;
  return { last: lastStaged > before.last ? lastStaged : before.last, settled };
}

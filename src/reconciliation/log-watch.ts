import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LogAlarms } from '../audit-log/sequencer/log-alarms.js';
import { LogCheck } from '../audit-log/tree/log-check.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { ChainAhead } from './chain-ahead.js';
import { SettledBlocks } from './settled-blocks.js';

/**
 * Checks the log against itself, the witnesses and the chain, at start-up and hourly, on every replica. Until a check
 * has been completed, the relay gate lets nothing out.
 */
@Injectable()
export class LogWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(LogWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly alarms: LogAlarms,
    private readonly check: LogCheck,
    private readonly chain: ChainAhead,
    private readonly settled: SettledBlocks,
    private readonly cadence: Cadence,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: a long log takes seconds, and meanwhile people must be able to read and freeze.
    this.running = this.runIfDue();
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.runIfDue());
    }, this.cadence.hourlyDue).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async runIfDue(): Promise<void> {
    if (!this.check.isDue()) return;
    try {
      for (const fault of await this.check.faults()) await this.alarms.raise(fault);
      for (const fault of await this.chain.faults()) await this.alarms.raise(fault);
      for (const fault of await this.settled.faults()) await this.alarms.raise(fault);
      this.check.complete();
    } catch (error) {
      this.log.error(`the log could not be checked, nothing is relayed: ${String(error)}`);
    }
  }
}

import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { LogAlarms, type LogFault } from '../audit-log/sequencer/log-alarms.js';
import { LogCheck } from '../audit-log/tree/log-check.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { Database } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { ChainAhead } from './chain-ahead.js';

/** Whatever is found about the log, here or while it is written, freezes everything until people have decided about it. */
@Injectable()
export class LogFreezes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly alarms: LogAlarms,
    private readonly freezer: SafeFreezer,
  ) {}

  onModuleInit(): void {
    this.alarms.listen((fault) => this.freeze(fault));
  }

  private async freeze(fault: LogFault): Promise<void> {
    await this.database.transaction((tx) => this.freezer.freezeAll(tx, fault));
  }
}

/**
 * Checks the log at the start and hourly, on every replica, against itself, the witnesses and the chain. Until a check
 * could be completed the relay gate lets nothing out.
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
    private readonly cadence: Cadence,
  ) {}

  onApplicationBootstrap(): void {
    // Not waited for: a long log takes seconds, and meanwhile people may read, and freeze.
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
      this.check.complete();
    } catch (error) {
      this.log.error(`the log could not be checked, nothing is relayed: ${String(error)}`);
    }
  }
}

import { Injectable, Logger } from '@nestjs/common';
import type { ErrorCode } from '../../domain/errors.js';
import type { Json } from '../../domain/values/canonical-json.js';

/** Something about the log that only people can decide about. */
export interface LogFault {
  readonly code: Extract<ErrorCode, `LOG_${string}`>;
  /** In words, with numbers that stay the same while it is the same fault. */
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
}

/** Whoever finds a fault of the log says so here. Freezing is a row above, and says here that it listens. */
@Injectable()
export class LogAlarms {
  private readonly log = new Logger(LogAlarms.name);
  private readonly listeners: ((fault: LogFault) => Promise<void>)[] = [];

  listen(listener: (fault: LogFault) => Promise<void>): void {
    this.listeners.push(listener);
  }

  async raise(fault: LogFault): Promise<void> {
    this.log.error(`${fault.code}: ${fault.reason}`);
    for (const listener of this.listeners) await listener(fault);
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { LogAlarms, type LogFault } from '../audit-log/sequencer/log-alarms.js';
import { Database } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';

/** Any fault of the log freezes all Safes until people have decided about it. */
@Injectable()
export class LogFreezes extends LogAlarms {
  private readonly log = new Logger(LogAlarms.name);

  constructor(
    private readonly database: Database,
    private readonly freezer: SafeFreezer,
  ) {
    super();
  }

  override async raise(fault: LogFault): Promise<void> {
    this.log.error(`${fault.code}: ${fault.reason}`);
    await this.database.transaction((tx) => this.freezer.freezeAll(tx, fault));
  }
}

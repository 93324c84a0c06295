import { LogAlarms, type LogFault } from '../audit-log/sequencer/log-alarms.js';

/** Alarms before there is anything to freeze: whatever had to go on with such a log fails. */
export class FoundingAlarms extends LogAlarms {
  override raise({ code, reason }: LogFault): Promise<never> {
    return Promise.reject(new Error(`${code}: ${reason}`));
  }
}

import { LogAlarms, type LogFault } from '../audit-log/sequencer/log-alarms.js';

/** Log alarms during the founding, when there is nothing to freeze yet: they throw, so that the founding fails. */
export class FoundingAlarms extends LogAlarms {
  override raise({ code, reason }: LogFault): Promise<never> {
    return Promise.reject(new Error(`${code}: ${reason}`));
  }
}

import type { LogFault } from './log-alarms.js';

/** The log is not what it was: nothing goes on with it until people have decided. */
export class LogFaultFound extends Error {
  override readonly name = 'LogFaultFound';

  constructor(readonly fault: LogFault) {
    super(`${fault.code}: ${fault.reason}`);
  }
}

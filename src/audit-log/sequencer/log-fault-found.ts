import type { LogFault } from './log-alarms.js';

/** The log is not what it was: nothing goes on with it until people have decided. */
export class LogFaultFound extends Error {
  override readonly name = 'LogFaultFound';

  constructor(readonly fault: LogFault) {
    super(`${fault.code}: ${fault.reason}`);
  }
}

/** What stands there is not what was signed. */
export function forked(reason: string, where: Readonly<Record<string, bigint>>): LogFaultFound {
  const detail = Object.fromEntries(Object.entries(where).map(([name, value]) => [name, value.toString()]));
  return new LogFaultFound({ code: 'LOG_FORK', reason, detail });
}

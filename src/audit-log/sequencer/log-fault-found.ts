import type { LogFault } from './log-alarms.js';

/** The log was altered. Sequencing stops until people have decided. */
export class LogFaultFound extends Error {
  override readonly name = 'LogFaultFound';

  constructor(readonly fault: LogFault) {
    super(`${fault.code}: ${fault.reason}`);
  }
}

/** The fault that the stored log differs from the signed one. */
export function forked(reason: string, where: Readonly<Record<string, bigint>>): LogFaultFound {
  const detail = Object.fromEntries(Object.entries(where).map(([name, value]) => [name, value.toString()]));
  return new LogFaultFound({ code: 'LOG_FORK', reason, detail });
}

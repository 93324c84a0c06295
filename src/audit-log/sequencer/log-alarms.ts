import type { FindingCode } from '../../domain/safes/finding-codes.js';
import type { Json } from '../../domain/values/canonical-json.js';

/** A fault of the log that only people can resolve. */
export interface LogFault {
  readonly code: Extract<FindingCode, `LOG_${string}`>;
  /** For people. Its numbers stay the same for the same fault, so that repeats are recognised. */
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
}

/**
 * Takes alarms about the log. A row above implements it by freezing; without an implementation the application does
 * not start.
 */
export abstract class LogAlarms {
  /** @throws Error if the alarm had no effect and must be raised again */
  abstract raise(fault: LogFault): Promise<void>;
}

import type { ErrorCode } from '../../domain/errors.js';
import type { Json } from '../../domain/values/canonical-json.js';

/** Something about the log that only people can decide about. */
export interface LogFault {
  readonly code: Extract<ErrorCode, `LOG_${string}`>;
  /** In words, with numbers that stay the same while it is the same fault. */
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
}

/**
 * Where a fault of the log is raised by whoever finds it. Freezing is a row above, which implements this: without an
 * implementation the application does not start.
 */
export abstract class LogAlarms {
  /** @throws Error if nothing could be done about the fault; it has to be raised again */
  abstract raise(fault: LogFault): Promise<void>;
}

import type { ErrorCode } from '../../domain/errors.js';

/** A refused attempt to change something. Never with the body, which is unverified and may hold secrets. */
export interface RefusedRequest {
  readonly requestId: string;
  readonly method: string;
  /** As declared (`/v1/transfers/:id`), not as written. */
  readonly route: string;
  readonly code: ErrorCode;
  readonly pointers: readonly string[];
  readonly actor: string;
}

/** Logs refusals (invariant 16). The audit log, in a row above, implements it. */
export abstract class RefusalLog {
  abstract record(refused: RefusedRequest): Promise<void>;
}

const recorded = new WeakSet();

/** Marks an error whose refusal the thrower has already logged, in more detail. */
export function alreadyRecorded<E extends Error>(error: E): E {
  recorded.add(error);
  return error;
}

export function isAlreadyRecorded(error: unknown): boolean {
  return typeof error === 'object' && error !== null && recorded.has(error);
}

import type { ErrorCode } from '../../domain/errors.js';

/** A refused attempt to change something. Never the body: it may hold secrets, and is not Sluice's word. */
export interface RefusedRequest {
  readonly requestId: string;
  readonly method: string;
  /** As declared (`/v1/transfers/:id`), not as written. */
  readonly route: string;
  readonly code: ErrorCode;
  readonly pointers: readonly string[];
  readonly actor: string;
}

/** Where refusals are written down (invariant 16). The audit log implements it, which is a row above this one. */
export abstract class RefusalLog {
  abstract record(refused: RefusedRequest): Promise<void>;
}

const recorded = new WeakSet();

/** Marks an error whose refusal its thrower has already written to the audit log, in more detail. */
export function alreadyRecorded<E extends Error>(error: E): E {
  recorded.add(error);
  return error;
}

export function isAlreadyRecorded(error: unknown): boolean {
  return typeof error === 'object' && error !== null && recorded.has(error);
}

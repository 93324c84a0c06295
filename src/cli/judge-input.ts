import { DomainError, type ErrorCode } from '../domain/errors.js';
import type { Inspection, Verdict } from '../domain/transfers/inspect.js';

/** What cannot be read is refused with the reader's own code, and never half-read (invariant 6). */
export async function refusingUnreadable(look: () => Promise<Inspection>): Promise<Inspection> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message: reason } = error;
    return { verdict: verdictOn(code), code, reason, digests: null, notChecked: ['everything after that'] };
  }
}

function verdictOn(code: ErrorCode): Verdict {
  return code === 'HASH_MISMATCH' ? 'FREEZE' : 'REFUSE';
}

export function isAccepted({ verdict }: Pick<Inspection, 'verdict'>): boolean {
  return verdict === 'ACCEPT' || verdict === 'ACCEPT_AS_CANCEL';
}

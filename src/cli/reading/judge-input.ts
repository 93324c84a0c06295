import { DomainError, type Refusal, refusal } from '../../domain/errors.js';
import { NO_DIGESTS, verdictOn } from '../../domain/transfers/foreign/inspect-form.js';
import type { Inspection } from '../../domain/transfers/inspect.js';
import { UNREAD } from '../../domain/transfers/inspect.js';
import { UnreadableFile } from './source.js';

/** Turns an unreadable input into a refusal with the reader's own code. Nothing is judged half-read (invariant 6). */
export async function refusingUnreadable(look: () => Promise<Inspection>): Promise<Inspection> {
  try {
    return await look();
  } catch (error) {
    const { code, reason } = refusalOf(error);
    return {
      verdict: verdictOn(code),
      code,
      reason,
      digests: NO_DIGESTS,
      notChecked: UNREAD,
      fields: null,
      wouldDo: [],
      remarks: [],
    };
  }
}

/** Every error becomes a refusal, so that a bug in Sluice itself cannot let a transaction through. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) return refusal(error.code, error.message);
  if (error instanceof UnreadableFile) throw error;
  return refusal('INTERNAL', `the inspection itself failed: ${String(error)}`);
}

export function isAccepted({ verdict }: Pick<Inspection, 'verdict'>): boolean {
  return verdict === 'ACCEPT' || verdict === 'ACCEPT_AS_CANCEL';
}

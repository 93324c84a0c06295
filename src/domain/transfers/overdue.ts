import { type UnixSeconds, unixSeconds } from '../values/time.js';
import { type SignedBy, askedAt, signersOf } from './exposure.js';
import { type Transfer, isExposed } from './transfer.js';

const HOUR = 3_600;
const DAY = 86_400;

/** What is still open that should not be, and from when on people must hear of it. */
export interface Due {
  readonly code: 'EXPOSURE_AGED' | 'SETTLEMENT_AGED';
  readonly kind: 'executable' | 'signed' | 'cancelling' | 'executed';
  readonly since: UnixSeconds;
  readonly due: UnixSeconds;
}

/** What is known of a transfer beside its evidence. */
export interface Aging {
  /** The genuine signatures of present owners, over all its hashes. */
  readonly signed: readonly SignedBy[];
  readonly threshold: number;
  /** When it was last found executed, by the log; undefined in any other state. */
  readonly executedAt?: UnixSeconds | undefined;
}

/**
 * The moments at which a transfer after its relay becomes a finding, if it stays as it is. Owners' signatures never
 * expire, so what they signed and nobody executed must not be forgotten.
 */
export function dues(transfer: Transfer, { signed, threshold, executedAt }: Aging): readonly Due[] {
  if (transfer.state === 'executed')
    return [dueAfter('SETTLEMENT_AGED', 'executed', executedAt ?? transfer.createdAt, HOUR)];
  if (!isExposed(transfer)) return [];
  const signers = signersOf(signed, transfer.evidence.cleared.safeTxHash);
  const cancelling =
    transfer.state === 'cancelling'
      ? [dueAfter('EXPOSURE_AGED', 'cancelling', transfer.evidence.cancel.at, DAY)]
      : [];
  const last = signers[threshold - 1];
  if (last) return [dueAfter('EXPOSURE_AGED', 'executable', last.at, HOUR), ...cancelling];
  // Nothing is signed that is known: the request's own expiry starts the cancel.
  if (signers.length === 0 && transfer.state !== 'signed' && transfer.state !== 'submitted')
    return cancelling;
  return [dueAfter('EXPOSURE_AGED', 'signed', signers[0]?.at ?? askedAt({ transfer }), DAY), ...cancelling];
}

/** The findings that are due at `now`. */
export function overdue(transfer: Transfer, aging: Aging, now: UnixSeconds): readonly Due[] {
  return dues(transfer, aging).filter(({ due }) => due <= now);
}

function dueAfter(code: Due['code'], kind: Due['kind'], since: UnixSeconds, seconds: number): Due {
  return { code, kind, since, due: unixSeconds(since + seconds) };
}

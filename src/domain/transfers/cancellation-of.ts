import type { Cancellation } from '../confirmations/cancellation-statement.js';
import type { CancelQuestion } from '../confirmations/cancellation.js';
import { type PersonId, parseId } from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';
import type { BurnAs, CancelAs, TransferIn } from './transfer.js';

type Cancelling = TransferIn<'cancelling'>;

/** The signed cancel of a transfer, all of it from the state that the transfer is in. */
export function cancellationOf({ id, revision, intent, evidence }: Cancelling, burn: BurnAs): Cancellation {
  const { nonce, safeTxHash } = evidence.cleared;
  return {
    ...{ chainId: intent.chainId, safe: intent.safe, transferId: id, revision, nonce },
    ...{ words: burn.words, effectsDigest: burn.effectsDigest, expiresAt: burn.expiresAt },
    ...{ cancelledSafeTxHash: safeTxHash, cancelSafeTxHash: burn.safeTxHash },
  };
}

export function cancelQuestionOf({ intent, evidence }: Cancelling): CancelQuestion {
  const { cleared, cancel } = evidence;
  return { askedBy: askerOf(cancel), requesterId: intent.requesterId, require: cleared.require };
}

export function askerOf({ by }: Pick<CancelAs, 'by'>): PersonId | 'system' {
  return by === 'system' ? by : parseId('per', by);
}

const PERSON_SECONDS = 3_600;
const SYSTEM_SECONDS = 24 * 3_600;

/** How long a person's cancel may wait for a confirmer, from when it was asked for; the system's, from its examination. */
export const CANCEL_SECONDS = { person: PERSON_SECONDS, system: SYSTEM_SECONDS } as const;

/** When a cancel is over without a confirmer; undefined once it has one, and while the system's is examined. */
export function cancelEnd(cancel: CancelAs): UnixSeconds | undefined {
  if (isConfirmed(cancel)) return undefined;
  if (cancel.by !== 'system') return unixSeconds(cancel.at + CANCEL_SECONDS.person);
  return cancel.stage === 'cleared' ? cancel.burn.expiresAt : undefined;
}

/** A cancel that a person has confirmed: only then does what burnt the nonce count as cleared. */
export type ConfirmedCancel = Extract<CancelAs, { stage: 'confirmed' | 'signed' | 'submitted' }>;

export function isConfirmed(cancel: CancelAs): cancel is ConfirmedCancel {
  return cancel.stage === 'confirmed' || cancel.stage === 'signed' || cancel.stage === 'submitted';
}

import { withoutOwnerBytes } from '../../domain/audit-log/owner-bytes.js';
import { type Transfer, isExposed } from '../../domain/transfers/transfer.js';
import { storeEvidence } from '../../transfers/transfers.repository.js';
import { EvidenceView, type StoredEvidence, evidenceView } from './evidence.contract.js';

/** The evidence of a transfer's state, with all that owners signed. */
export function wholeEvidence({ state, evidence }: Transfer): EvidenceView {
  // Each state has its own evidence, which the compiler cannot follow.
  return evidenceView({ state, ...storeEvidence({ evidence }) } as StoredEvidence);
}

/** The same without the bytes of owners' signatures while they can execute something. */
export function shownEvidence(transfer: Transfer): EvidenceView {
  const whole = wholeEvidence(transfer);
  return isExposed(transfer) ? EvidenceView.parse(withoutOwnerBytes(whole)) : whole;
}

/** Only members that are known to reveal neither amount nor destination: one that is added later is hidden. */
export function maskedEvidence(evidence: EvidenceView): EvidenceView {
  const { state } = evidence;
  switch (state) {
    case 'requested':
    case 'queued':
      return { state };
    case 'needs-exception':
      return { state, rules: evidence.rules };
    case 'simulating':
      return { state, because: null, since: evidence.since };
    case 'awaiting-confirmation':
      return { state, cleared: maskedClearance(evidence.cleared) };
    case 'confirmed':
      return { state, cleared: maskedClearance(evidence.cleared), confirmedBy: evidence.confirmedBy };
    case 'relayed':
    case 'signed':
    case 'submitted':
    case 'cancelling':
    case 'executed':
    case 'settled':
    case 'mismatched':
    case 'superseded':
    case 'refused':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      throw new Error(`nobody re-keys a transfer that is ${state}`);
  }
}

type Cleared = Extract<EvidenceView, { state: 'confirmed' }>['cleared'];

function maskedClearance({ nonce, safeTxHash, effectsDigest, policyHash, ...rest }: Cleared): Cleared {
  const { exceptions, tier, require } = rest;
  return { nonce, words: null, safeTxHash, effectsDigest, policyHash, exceptions, tier, require };
}

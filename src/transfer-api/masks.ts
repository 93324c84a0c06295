import type { Json } from '../domain/values/canonical-json.js';
import type { ExceptionView } from './exceptions.contract.js';
import type { TransferDetail, TransferView } from './transfers.contract.js';

// What tells destination or amount, or could: addresses, labels, numbers, and every text that a rule or a person wrote.
// Ids of people and rules, codes, hashes and signatures stay: they say nothing to who does not know it already.

/** A transfer for somebody who is to enter destination and amount before they are shown. */
export function maskView(view: TransferView): TransferView {
  const hidden = { destination: null, amount: null, amountUnits: null, reference: null, words: null };
  return { ...view, ...hidden, masked: true, evidence: maskEvidence(view.evidence) };
}

export function maskDetail(detail: TransferDetail): TransferDetail {
  const { decision, simulations, confirmations, exceptions, revisions } = detail;
  return {
    ...detail,
    ...maskView(detail),
    decision: decision && { ...decision, reasons: decision.reasons.map(maskReason) },
    simulations: simulations.map((each) => ({ ...each, reasons: [] })),
    confirmations: confirmations.map((each) => ({
      ...each,
      reason: '',
      staleBecause: each.staleBecause && { ...each.staleBecause, reason: '' },
    })),
    exceptions: exceptions.map(maskException),
    revisions: revisions.map((each) => ({ ...each, because: null })),
  };
}

export function maskException(view: ExceptionView): ExceptionView {
  return { ...view, words: null, measured: null, bound: null, ceiling: null, reason: null };
}

/** Keeps only members that are known to tell nothing: one that is added later is hidden until somebody thought of it. */
function maskEvidence(evidence: Json): Json {
  const { cleared, confirmedBy, rules } = membersOf(evidence);
  return {
    ...(cleared !== undefined && { cleared: picked(cleared, CLEARED) }),
    ...(confirmedBy !== undefined && { confirmedBy }),
    ...(rules !== undefined && { rules }),
  };
}

const CLEARED = ['nonce', 'safeTxHash', 'effectsDigest', 'policyHash', 'exceptions', 'tier', 'require'];

function maskReason(reason: Json): Json {
  return picked(reason, ['rule', 'kind', 'outcome', 'code', 'waivable', 'exceptionIds']);
}

function picked(value: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(membersOf(value)).filter(([name]) => names.includes(name)));
}

function membersOf(value: Json): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

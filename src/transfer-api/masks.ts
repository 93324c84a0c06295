import { maskedWaits } from '../domain/transfers/waits-for.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { ExceptionView } from './exceptions.contract.js';
import type { TransferDetail, TransferView } from './transfers.contract.js';

// Masks hide everything that could reveal destination or amount: addresses, labels, numbers, and texts by rules or
// people. Ids of people and rules, codes, hashes and signatures stay: they reveal nothing to whoever does not know it.

/** A transfer for a person who must re-key destination and amount before seeing them. */
export function maskView(view: TransferView): TransferView {
  const hidden = { destination: null, amount: null, amountUnits: null, reference: null, words: null };
  return { ...view, ...hidden, masked: true, evidence: maskEvidence(view.evidence) };
}

export function maskDetail(detail: TransferDetail): TransferDetail {
  const { decision, simulations, confirmations, exceptions, revisions, waitsFor } = detail;
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
    waitsFor: waitsFor && maskedWaits(waitsFor),
    looking: null,
  };
}

export function maskException(view: ExceptionView): ExceptionView {
  return { ...view, words: null, measured: null, bound: null, ceiling: null, reason: null };
}

/** Keeps only members known to reveal nothing, so that a member added later is hidden by default. */
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

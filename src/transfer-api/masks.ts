import { maskedWaits } from '../domain/transfers/masked-waits.js';
import { maskedEvidence } from './views/shown-evidence.js';
import type { TransferDetail } from './detail/transfer-detail.contract.js';
import type { ExceptionView } from './views/exceptions.contract.js';
import type { TransferRow, TransferView } from './views/transfer-row.contract.js';

// Masks hide everything that could reveal destination or amount: addresses, labels, numbers, and texts by rules or
// people. Ids of people and rules, codes, hashes and signatures stay: they reveal nothing to whoever does not know it.

/** A transfer for a person who must re-key destination and amount before seeing them. */
function maskView(view: TransferView): TransferView {
  const hidden = {
    ...{ destination: null, amount: null, amountUnits: null, usd: null, reference: null, words: null },
    ...{ masked: true, evidence: maskedEvidence(view.evidence) },
  };
  return { ...view, ...hidden };
}

/** The same in a list, where it says what it waits for. */
export function maskRow(row: TransferRow): TransferRow {
  return { ...row, ...maskView(row), waitsFor: row.waitsFor && maskedWaits(row.waitsFor) };
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
    ...{ looking: null, intent: null, digests: null, effects: null, usual: null },
  };
}

export function maskException(view: ExceptionView): ExceptionView {
  return { ...view, words: null, measured: null, bound: null, ceiling: null, reason: null };
}

type Reason = NonNullable<TransferDetail['decision']>['reasons'][number];

function maskReason({ rule, kind, outcome, code, waivable, exceptionIds }: Reason): Reason {
  const hidden = { unit: null, measured: null, bound: null, headroom: null, words: null, ceiling: null };
  return { rule, kind, outcome, code, waivable, exceptionIds, ...hidden };
}

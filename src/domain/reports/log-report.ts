import type { AuditType } from '../audit-log/acts/acts.js';
import type { SaidEntry } from '../audit-log/said-entry.js';
import { unreachable } from '../errors.js';
import { accessReport } from './access-report.js';
import { dutiesReport } from './duties-report.js';
import { GOVERNED_TYPES } from './logged-register.js';
import type { Period } from './period.js';
import type { LogReport } from './report-tables.js';

export const LOG_REPORTS = ['access', 'duties'] as const;
export type LogReportKind = (typeof LOG_REPORTS)[number];

const STEPS = [
  ...(['transfer.requested', 'transfer.held', 'transfer.excepted', 'transfer.queued'] as const),
  ...(['transfer.entered-lane', 'transfer.cleared', 'transfer.revised', 'transfer.answered'] as const),
  ...(['transfer.confirmed', 'transfer.relayed', 'transfer.owner-signed', 'transfer.signed'] as const),
  ...(['transfer.submitted', 'transfer.cancelling', 'transfer.executed', 'transfer.settled'] as const),
  ...(['transfer.refused', 'transfer.rejected', 'transfer.cancelled', 'transfer.expired'] as const),
  ...(['transfer.mismatched', 'transfer.superseded'] as const),
] as const satisfies readonly AuditType[];

/** The types of entries that a report is made from. */
export function typesOf(kind: LogReportKind): readonly AuditType[] {
  return kind === 'access' ? GOVERNED_TYPES : [...GOVERNED_TYPES, ...STEPS];
}

/** @param entries of the whole log up to the end of the period, in its order */
export function logReport(kind: LogReportKind, entries: Iterable<SaidEntry>, period: Period): LogReport {
  switch (kind) {
    case 'access':
      return accessReport(entries, period);
    case 'duties':
      return dutiesReport(entries, period);
    default:
      return unreachable(kind);
  }
}

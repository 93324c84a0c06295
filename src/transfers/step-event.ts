import type { AuditEvent } from '../domain/audit-log/entry.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { storeEvidence } from './transfers.repository.js';

/** The log entry of a transfer's step, with the evidence of the new state. */
export function stepEvent(from: Transfer, to: Transfer, actor: string): AuditEvent {
  const about = { actor, safeId: to.intent.safeId, subject: to.id };
  const said = <T extends Transfer>(into: T) => ({
    detail: {
      ...{ from: from.state, to: into.state as T['state'], revision: into.revision },
      evidence: storeEvidence(into),
    },
  });
  switch (to.state) {
    case 'requested':
      throw new Error('no step leads to a request');
    case 'needs-exception':
      return { ...about, type: 'transfer.held', ...said(to) };
    case 'queued':
      return { ...about, type: 'transfer.queued', ...said(to) };
    case 'simulating':
      return from.state === 'queued'
        ? { ...about, type: 'transfer.entered-lane', ...said(to) }
        : { ...about, type: 'transfer.revised', ...said(to) };
    case 'awaiting-confirmation':
      return { ...about, type: 'transfer.cleared', ...said(to) };
    case 'confirmed':
      return { ...about, type: 'transfer.confirmed', ...said(to) };
    case 'relayed':
      return { ...about, type: 'transfer.relayed', ...said(to) };
    case 'signed':
      return { ...about, type: 'transfer.signed', ...said(to) };
    case 'submitted':
      return { ...about, type: 'transfer.submitted', ...said(to) };
    case 'cancelling':
      return { ...about, type: 'transfer.cancelling', ...said(to) };
    case 'executed':
      return { ...about, type: 'transfer.executed', ...said(to) };
    case 'settled':
      return { ...about, type: 'transfer.settled', ...said(to) };
    case 'mismatched':
      return { ...about, type: 'transfer.mismatched', ...said(to) };
    case 'superseded':
      return { ...about, type: 'transfer.superseded', ...said(to) };
    case 'refused':
      return { ...about, type: 'transfer.refused', ...said(to) };
    case 'cancelled':
      return { ...about, type: 'transfer.cancelled', ...said(to) };
    case 'rejected':
      return { ...about, type: 'transfer.rejected', ...said(to) };
    case 'expired':
      return { ...about, type: 'transfer.expired', ...said(to) };
  }
}

import type { AuditType } from '../acts/acts.js';

/**
 * How the watchers are told of an act. `nothing`: it changes no view that anybody watches, so its commit is spared the
 * lock of a notification. `access`: no hint, but whoever watches may have lost the right to. All others are groups of
 * hints.
 */
export type Telling =
  | 'nothing'
  | 'access'
  | 'transfer'
  | 'change'
  | 'safety'
  | 'safe'
  | 'person'
  | 'invitation'
  | 'api-key'
  | 'health'
  | 'everything';

/** Exhaustive: a new type of act must decide. The trigger on `audit_staged` names those with `nothing`. */
export const TOLD: Readonly<Record<AuditType, Telling>> = {
  'system.bootstrapped': 'everything',

  // Nobody but the person has a list of these, and signing in must cost nothing more.
  'session.opened': 'nothing',
  'session.closed': 'access',
  'session.revoked': 'access',
  'session.refused': 'nothing',
  'request.refused': 'nothing',

  // A draft is its maker's own, until it is proposed.
  'change.drafted': 'nothing',
  'change.proposed': 'change',
  'change.approved': 'change',
  'change.rejected': 'change',
  'change.withdrawn': 'change',
  'change.activated': 'change',
  'change.expired': 'change',
  'change.superseded': 'change',

  'invitation.created': 'invitation',
  'invitation.revoked': 'invitation',
  'enrolment.refused': 'nothing',
  'person.recovery-begun': 'person',
  'api-key.created': 'api-key',
  'api-key.revoked': 'api-key',
  'destination.challenged': 'nothing',
  'destination.checked': 'nothing',

  'transfer.requested': 'transfer',
  'transfer.decided': 'transfer',
  'transfer.refused': 'transfer',
  'transfer.held': 'transfer',
  'transfer.excepted': 'transfer',
  'transfer.queued': 'transfer',
  'transfer.entered-lane': 'transfer',
  'simulation.recorded': 'transfer',
  'transfer.simulated': 'transfer',
  'transfer.cleared': 'transfer',
  'transfer.revised': 'transfer',
  'transfer.rekeyed': 'transfer',
  'transfer.answered': 'transfer',
  'transfer.rejected': 'transfer',
  'transfer.confirmed': 'transfer',
  'transfer.cancelled': 'transfer',
  'transfer.expired': 'transfer',
  'transfer.relayed': 'transfer',
  'transfer.owner-signed': 'transfer',
  'transfer.signed': 'transfer',
  'transfer.submitted': 'transfer',
  'transfer.cancelling': 'transfer',
  'transfer.cancel-answered': 'transfer',
  'transfer.cancel-signed': 'transfer',
  'transfer.looked': 'transfer',
  'transaction.refused': 'transfer',
  'transaction.gas-disputed': 'transfer',
  'transfer.executed': 'transfer',
  'transfer.settled': 'transfer',
  'transfer.mismatched': 'transfer',
  'transfer.superseded': 'transfer',

  'finding.acknowledged': 'safety',
  'safe.frozen': 'safety',
  'gateway.frozen': 'safety',
  'finding.recorded': 'safety',
  'safe.exposed': 'safe',
  // What an inspection finds has an entry of its own; an evaluation changes nothing.
  'safe-transaction.inspected': 'nothing',
  'policy.evaluated': 'nothing',
  'policy.reviewed': 'nothing',
  'self-test.passed': 'health',
  'self-test.failed': 'health',

  // Reading changes nothing. An export is its orderer's own, who asks how far it is.
  'audit.read': 'nothing',
  'audit-export.requested': 'nothing',
  'audit-export.finished': 'nothing',
  'audit-export.failed': 'nothing',
  'audit-export.downloaded': 'nothing',
  'audit-export.expired': 'nothing',
  'evidence.read': 'nothing',
  'log.altered': 'health',
};

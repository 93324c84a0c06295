import type { AuditType } from './acts/acts.js';

/** The event class, and its activity, of an entry in the Open Cybersecurity Schema Framework (OCSF). */
export interface OcsfAct {
  readonly kind:
    | 'authentication'
    | 'account-change'
    | 'entity-management'
    | 'api-activity'
    | 'detection-finding';
  /** The activity's number in the class; 99 is "Other". */
  readonly activity: number;
  /** True if somebody should look at it even when it succeeded. */
  readonly isGrave?: true;
}

const LOGON: OcsfAct = { kind: 'authentication', activity: 1 };
const LOGOFF: OcsfAct = { kind: 'authentication', activity: 2 };
const CREATE: OcsfAct = { kind: 'entity-management', activity: 1 };
const UPDATE: OcsfAct = { kind: 'entity-management', activity: 3 };
const DELETE: OcsfAct = { kind: 'entity-management', activity: 4 };
const STOP: OcsfAct = { ...UPDATE, isGrave: true };
const CALL_CREATE: OcsfAct = { kind: 'api-activity', activity: 1 };
const CALL_READ: OcsfAct = { kind: 'api-activity', activity: 2 };
const CALL_DELETE: OcsfAct = { kind: 'api-activity', activity: 4 };
const CALL: OcsfAct = { kind: 'api-activity', activity: 99 };
const FINDING: OcsfAct = { kind: 'detection-finding', activity: 1 };

const ACTS: Readonly<Record<AuditType, OcsfAct>> = {
  'system.bootstrapped': CREATE,
  'session.opened': LOGON,
  'session.closed': LOGOFF,
  'session.revoked': LOGOFF,
  'session.refused': LOGON,
  'request.refused': CALL,
  'change.drafted': CALL_READ,
  'change.proposed': CREATE,
  'change.approved': UPDATE,
  'change.rejected': UPDATE,
  'change.withdrawn': DELETE,
  'change.activated': UPDATE,
  'change.expired': DELETE,
  'change.superseded': DELETE,
  'invitation.created': CREATE,
  'invitation.revoked': DELETE,
  'enrolment.refused': CREATE,
  'person.recovery-begun': { kind: 'account-change', activity: 99, isGrave: true },
  'api-key.created': { kind: 'account-change', activity: 1 },
  'api-key.revoked': { kind: 'account-change', activity: 6 },
  'destination.challenged': CREATE,
  'transfer.requested': CREATE,
  'transfer.decided': UPDATE,
  'transfer.refused': UPDATE,
  'transfer.held': UPDATE,
  'transfer.excepted': UPDATE,
  'transfer.queued': UPDATE,
  'transfer.entered-lane': UPDATE,
  'simulation.recorded': UPDATE,
  'transfer.simulated': UPDATE,
  'transfer.cleared': UPDATE,
  'transfer.revised': UPDATE,
  'transfer.rekeyed': UPDATE,
  'transfer.answered': UPDATE,
  'transfer.rejected': UPDATE,
  'transfer.confirmed': UPDATE,
  'transfer.cancelled': UPDATE,
  'transfer.expired': UPDATE,
  'transfer.relayed': UPDATE,
  'transfer.owner-signed': UPDATE,
  'transfer.signed': UPDATE,
  'transfer.submitted': UPDATE,
  'transfer.cancelling': UPDATE,
  'transfer.cancel-answered': UPDATE,
  'transfer.cancel-signed': UPDATE,
  'transfer.looked': UPDATE,
  'transaction.refused': CALL,
  'transaction.gas-disputed': CALL,
  'transfer.executed': UPDATE,
  'transfer.settled': UPDATE,
  'transfer.mismatched': FINDING,
  'transfer.superseded': FINDING,
  'safe.frozen': STOP,
  'gateway.frozen': STOP,
  'finding.recorded': FINDING,
  'finding.acknowledged': UPDATE,
  'safe.exposed': UPDATE,
  'safe-transaction.inspected': CALL_READ,
  'policy.evaluated': CALL_READ,
  'policy.reviewed': CALL_READ,
  'destination.checked': CALL_READ,
  'self-test.passed': CALL,
  'self-test.failed': FINDING,
  'audit.read': CALL_READ,
  'audit-export.requested': CALL_CREATE,
  'audit-export.finished': CALL,
  'audit-export.failed': CALL,
  'audit-export.downloaded': CALL_READ,
  'audit-export.expired': CALL_DELETE,
  'evidence.read': CALL_READ,
  'log.altered': FINDING,
};

/** The class and activity of a type of entry. An unknown type becomes API activity "Other". */
export function ocsfActOf(type: string): OcsfAct {
  return Object.hasOwn(ACTS, type) ? ACTS[type as AuditType] : CALL;
}

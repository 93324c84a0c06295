import type { AuditType } from './entry.js';

/**
 * How an act ended. `denied`: a rule or a person said no. `failure`: something is not what it should be, or came to
 * nothing. Everything else is `success`.
 */
export const OUTCOMES = ['success', 'denied', 'failure'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Where the type alone does not tell: the member of the detail that does, and what its values mean. */
interface ByDetail {
  readonly member: string;
  readonly values: Readonly<Record<string, Outcome>>;
}

const DECIDED: ByDetail = {
  member: 'outcome',
  values: { permit: 'success', 'needs-exception': 'denied', deny: 'denied' },
};

const OF_TYPE: Readonly<Record<AuditType, Outcome | ByDetail>> = {
  'system.bootstrapped': 'success',
  'session.opened': 'success',
  'session.closed': 'success',
  'session.revoked': 'success',
  'session.refused': 'denied',
  'request.refused': 'denied',
  'change.drafted': 'success',
  'change.proposed': 'success',
  'change.approved': 'success',
  'change.rejected': 'denied',
  'change.withdrawn': 'success',
  'change.activated': 'success',
  'change.expired': 'failure',
  'change.superseded': 'failure',
  'invitation.created': 'success',
  'invitation.revoked': 'success',
  'enrolment.refused': 'denied',
  'person.recovery-begun': 'success',
  'api-key.created': 'success',
  'api-key.revoked': 'success',
  'destination.challenged': 'success',
  'transfer.requested': 'success',
  'transfer.decided': DECIDED,
  'transfer.refused': 'denied',
  'transfer.held': 'denied',
  'transfer.excepted': 'success',
  'transfer.queued': 'success',
  'transfer.entered-lane': 'success',
  'simulation.recorded': 'success',
  'transfer.simulated': {
    member: 'verdict',
    values: { cleared: 'success', refused: 'denied', unavailable: 'failure' },
  },
  'transfer.cleared': 'success',
  'transfer.revised': 'success',
  'transfer.rekeyed': { member: 'matched', values: { true: 'success', false: 'denied' } },
  'transfer.answered': { member: 'decision', values: { confirm: 'success', reject: 'denied' } },
  'transfer.rejected': 'denied',
  'transfer.confirmed': 'success',
  'transfer.cancelled': 'success',
  'transfer.expired': 'failure',
  'transfer.relayed': 'success',
  'transfer.owner-signed': 'success',
  'transfer.signed': 'success',
  'transfer.submitted': 'success',
  'transfer.executed': 'success',
  'transfer.settled': 'success',
  'transfer.mismatched': 'failure',
  'transfer.superseded': 'failure',
  'safe.frozen': 'success',
  'gateway.frozen': 'success',
  'finding.recorded': 'failure',
  'safe-transaction.inspected': {
    member: 'verdict',
    values: {
      ACCEPT: 'success',
      ACCEPT_AS_CANCEL: 'success',
      HOLD: 'denied',
      REFUSE: 'denied',
      REFUSE_AND_ALERT: 'denied',
      FREEZE: 'denied',
    },
  },
  'policy.evaluated': DECIDED,
  'self-test.passed': 'success',
  'self-test.failed': 'failure',
  'audit.read': 'success',
  'audit-export.requested': 'success',
  'audit-export.finished': 'success',
  'audit-export.failed': 'failure',
  'audit-export.downloaded': 'success',
  'audit-export.expired': 'success',
  'evidence.read': 'success',
  'log.altered': 'failure',
};

/**
 * The outcome of an entry, by its type and detail alone, so that whoever has the text computes the same. Null for a type
 * that is not known here; a value that is not known is no success.
 */
export function outcomeOf(type: string, detail: unknown): Outcome | null {
  if (!isAuditType(type)) return null;
  const rule = OF_TYPE[type];
  if (typeof rule === 'string') return rule;
  const value = memberOf(detail, rule.member);
  const isWord = typeof value === 'string' || typeof value === 'boolean';
  const word = isWord ? String(value) : '';
  return Object.hasOwn(rule.values, word) ? (rule.values[word] ?? 'failure') : 'failure';
}

function isAuditType(type: string): type is AuditType {
  return Object.hasOwn(OF_TYPE, type);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

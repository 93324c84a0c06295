import type { Hex } from 'viem';
import { canonicalJson, type Json } from '../values/canonical-json.js';
import { leafHash } from './merkle.js';

/** The closed list of what the log records. A new kind of act is a new type, never a new meaning of an old one. */
export const AUDIT_TYPES = [
  'system.bootstrapped',
  'session.opened',
  'session.closed',
  'session.revoked',
  'session.refused',
  'request.refused',
  'change.drafted',
  'change.proposed',
  'change.approved',
  'change.rejected',
  'change.withdrawn',
  'change.activated',
  'change.expired',
  'change.superseded',
  'invitation.created',
  'invitation.revoked',
  'enrolment.refused',
  'person.recovery-begun',
  'api-key.created',
  'api-key.revoked',
  'destination.challenged',
  'transfer.requested',
  'transfer.decided',
  'transfer.refused',
  'transfer.held',
  'transfer.excepted',
  'transfer.queued',
  'transfer.entered-lane',
  'transfer.simulated',
  'transfer.cleared',
  'transfer.revised',
  'transfer.rekeyed',
  'transfer.answered',
  'transfer.rejected',
  'transfer.confirmed',
  'transfer.cancelled',
  'transfer.expired',
  'transfer.relayed',
  'transfer.owner-signed',
  'transfer.signed',
  'transfer.submitted',
  'transfer.executed',
  'transfer.settled',
  'transfer.mismatched',
  'transfer.superseded',
  'safe.frozen',
  'gateway.frozen',
  'finding.recorded',
  'safe-transaction.inspected',
  'self-test.passed',
  'self-test.failed',
  'audit.read',
] as const;

export type AuditType = (typeof AUDIT_TYPES)[number];

/** One act, as it goes into the log. */
export interface AuditEvent {
  readonly type: AuditType;
  /** `per_…`, `key_…`, `anonymous` or `system`. */
  readonly actor: string;
  readonly safeId?: string;
  /** What the act was about: a transfer, a key, a Safe. */
  readonly subject?: string;
  readonly detail: Readonly<Record<string, Json>>;
}

export interface AuditLine {
  readonly body: string;
  readonly leafHash: Hex;
}

/** The bytes of an entry: canonical JSON (RFC 8785) with the index inside, so that a line cannot move. */
export function auditLine(event: AuditEvent, index: bigint, at: string): AuditLine {
  const body = canonicalJson({
    v: 1,
    index: index.toString(),
    at,
    type: event.type,
    actor: event.actor,
    safe: event.safeId ?? null,
    subject: event.subject ?? null,
    detail: event.detail,
  });
  return { body, leafHash: leafHash(body) };
}

import { canonicalJson, type Json } from '../values/canonical-json.js';

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
  'simulation.recorded',
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
  'policy.evaluated',
  'self-test.passed',
  'self-test.failed',
  'audit.read',
  'audit-export.requested',
  'audit-export.finished',
  'audit-export.failed',
  'audit-export.downloaded',
  'audit-export.expired',
  'evidence.read',
  'log.altered',
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

/** An act while it waits for its place: its detail is in its final form, RFC 8785 canonical JSON. */
export interface StagedAct {
  readonly type: string;
  readonly actor: string;
  readonly safeId: string | null;
  readonly subject: string | null;
  readonly detail: string;
}

export function stagedAct({ type, actor, safeId, subject, detail }: AuditEvent): StagedAct {
  return { type, actor, safeId: safeId ?? null, subject: subject ?? null, detail: canonicalJson(detail) };
}

/** What the seal of a staged act is over. `ref` is its own, so that a copy of a row is not a second act. */
export function sealedText(ref: string, { type, actor, safeId, subject, detail }: StagedAct): string {
  return canonicalJson([ref, type, actor, safeId, subject, detail]);
}

/**
 * The text of an entry: canonical JSON (RFC 8785) with the index inside, so that a line cannot move. Its UTF-8 bytes are
 * what the leaf hash is over. The detail goes in as it was staged, because it is canonical already.
 */
export function entryBody(act: StagedAct, index: bigint, at: string): string {
  const { type, actor, safeId, subject, detail } = act;
  const [before, after] = [
    canonicalJson({ actor, at }).slice(0, -1),
    canonicalJson({ index: index.toString(), safe: safeId, subject, type, v: 1 }).slice(1),
  ];
  return `${before},"detail":${detail},${after}`;
}

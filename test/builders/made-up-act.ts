import type { AuditEvent, stagedAct } from '../../src/domain/audit-log/entry.js';

type AnyAct = Parameters<typeof stagedAct>[0];

/** An act whose detail is none of its type's, for a spec of where acts go that does not ask what they say. */
export function madeUpAct(act: Partial<AnyAct> = {}): AuditEvent {
  return { type: 'transfer.queued', actor: 'per_ada', detail: {}, ...act } as AuditEvent;
}

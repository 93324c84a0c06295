import { canonicalJson, type Json } from '../values/canonical-json.js';
import type { AuditType, DetailOf } from './acts/acts.js';

/** Who acts, and about what. */
interface About {
  /** `per_…`, `key_…`, `anonymous` or `system`. */
  readonly actor: string;
  readonly safeId?: string;
  /** What the act was about: a transfer, a key, a Safe. */
  readonly subject?: string;
}

/** One act of a type, as it goes into the log. */
type EventOf<T extends AuditType> = T extends AuditType
  ? About & { readonly type: T; readonly detail: DetailOf<T> }
  : never;

/** One act, as it goes into the log. */
export type AuditEvent = EventOf<AuditType>;

/** An act of any form, also one that this Sluice does not know. */
interface AnyAct extends About {
  readonly type: string;
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

export function stagedAct({ type, actor, safeId, subject, detail }: AnyAct): StagedAct {
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

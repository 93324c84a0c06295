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

/** One act of one type, as it goes into the log. */
type EventOf<T extends AuditType> = T extends AuditType
  ? About & { readonly type: T; readonly detail: DetailOf<T> }
  : never;

/** One act, as it goes into the log. */
export type AuditEvent = EventOf<AuditType>;

/** An act of any type, even one that this version does not know. */
interface AnyAct extends About {
  readonly type: string;
  readonly detail: Readonly<Record<string, Json>>;
}

/** An act that waits for its place in the log. Its detail is final: RFC 8785 canonical JSON. */
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

/**
 * The text that the seal of a staged act authenticates. It includes the unique `ref`, so that a copied row is not a
 * second act.
 */
export function sealedText(ref: string, { type, actor, safeId, subject, detail }: StagedAct): string {
  return canonicalJson([ref, type, actor, safeId, subject, detail]);
}

/**
 * The text of an entry: canonical JSON (RFC 8785) with the index inside, so that an entry cannot be moved. The leaf
 * hash is over its UTF-8 bytes. The staged detail is canonical already and goes in unchanged.
 */
export function entryBody(act: StagedAct, index: bigint, at: string): string {
  const { type, actor, safeId, subject, detail } = act;
  const [before, after] = [
    canonicalJson({ actor, at }).slice(0, -1),
    canonicalJson({ index: index.toString(), safe: safeId, subject, type, v: 1 }).slice(1),
  ];
  return `${before},"detail":${detail},${after}`;
}

import { z } from 'zod';
import type { AuditType } from '../audit-log/acts/acts.js';
import { ChangeAnswerSchema, type Change, ChangeSchema, isGoverned } from '../changes/change.js';
import type { KeyId } from '../identity/person.js';
import { foundingBook, foundingObjects } from '../register/found.js';
import type { Version } from '../register/ledger.js';
import { Registered } from '../register/registered.js';
import { put } from '../register/versions.js';
import { parseBytes32 } from '../values/hex.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import { type UnixSeconds, parseUtc } from '../values/time.js';
import type { SaidEntry } from '../audit-log/said-entry.js';

/** The entries that say who is who, what is what, and what everything is called. */
export const GOVERNED_TYPES = [
  'system.bootstrapped',
  'change.proposed',
  'change.approved',
  'change.activated',
  'api-key.created',
  'api-key.revoked',
] as const satisfies readonly AuditType[];

const Founding = z.object({ change: ChangeSchema, answers: z.array(ChangeAnswerSchema) });
const Proposal = z.object({ change: ChangeSchema });

/** A governed change that took effect, with those who signed it. */
export interface EffectiveChange {
  readonly change: Change;
  readonly signers: readonly string[];
  readonly since: UnixSeconds;
}

/**
 * The register as the log tells it, entry by entry: what was active after the last entry that was taken. Names come
 * from here, so that an old entry is shown in the words of its day. Signatures are not verified again: that the entries
 * are the log's is for the proof of the log, and that the acts hold for the evidence bundle.
 */
export class LoggedRegister {
  readonly #proposed = new Map<string, { change: Change; signers: string[] }>();
  readonly #services = new Map<string, string>();
  #objects = new Map<string, readonly Version[]>();
  #keysOf = new Map<PersonId, readonly KeyId[]>();
  #chainId: number | undefined;
  #clock = 0 as UnixSeconds;
  #now: Registered | undefined;
  #misses = 0;

  /** What was active after the last entry; undefined before the founding. */
  get now(): Registered | undefined {
    if (this.#chainId === undefined) return undefined;
    this.#now ??= new Registered({
      installation: { chainId: this.#chainId, id: NONE },
      objects: this.#objects,
      changes: new Map(),
      open: new Set(),
      keysOf: this.#keysOf,
      ...{ clock: this.#clock, size: 0, head: NONE, heads: new Set() },
    });
    return this.#now;
  }

  /** The number of changes that took effect and whose proposal was not among the entries. */
  get misses(): number {
    return this.#misses;
  }

  service(id: string): string | undefined {
    return this.#services.get(id);
  }

  /** @returns the changes that took effect by this entry */
  take(entry: SaidEntry): readonly EffectiveChange[] {
    const { type, subject, actor, detail } = entry;
    switch (type) {
      case 'system.bootstrapped':
        return this.#found(entry);
      case 'change.proposed': {
        const parsed = Proposal.safeParse(detail);
        if (parsed.success && subject !== null)
          this.#proposed.set(subject, { change: parsed.data.change, signers: [actor] });
        return [];
      }
      case 'change.approved':
        if (subject !== null) this.#proposed.get(subject)?.signers.push(actor);
        return [];
      case 'change.activated':
        return this.#activate(entry);
      case 'api-key.created':
        if (subject !== null && typeof detail['name'] === 'string')
          this.#services.set(subject, detail['name']);
        return [];
      default:
        return [];
    }
  }

  #found({ detail, at }: SaidEntry): readonly EffectiveChange[] {
    const parsed = Founding.safeParse(detail);
    if (!parsed.success) return this.#missed();
    const { change, answers } = parsed.data;
    const content = foundingObjects(change);
    const since = Math.max(...answers.map((each) => each.at)) as UnixSeconds;
    const book = foundingBook(content, { id: change.id, at: since });
    [this.#objects, this.#keysOf, this.#chainId] = [book.objects, book.keysOf, content.chainId];
    this.#tick(at);
    const signers = answers.map(({ personId }) => personId);
    return content.objects.map(({ kind, subject, content: after }) => ({
      change: { ...change, kind, subject, content: after },
      ...{ signers, since },
    }));
  }

  #activate({ subject, at }: SaidEntry): readonly EffectiveChange[] {
    const found = subject === null ? undefined : this.#proposed.get(subject);
    if (!found || !isGoverned(found.change)) return this.#missed();
    const { change, signers } = found;
    const since = parseUtc(at);
    const { kind, subject: object, content, id } = change;
    put(
      { objects: this.#objects, keysOf: this.#keysOf },
      { kind, subject: object, content },
      { id: id satisfies ChangeId, at: since },
    );
    this.#tick(at);
    return [{ change, signers: [...signers], since }];
  }

  #missed(): readonly EffectiveChange[] {
    this.#misses += 1;
    return [];
  }

  #tick(at: string): void {
    this.#clock = Math.max(this.#clock, parseUtc(at)) as UnixSeconds;
    this.#now = undefined;
  }
}

/** The head of a register is a hash over its signed acts, which the log does not hold in full. */
const NONE = parseBytes32(`0x${'00'.repeat(32)}`);

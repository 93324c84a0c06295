import type { AuditType, DetailOf } from '../audit-log/acts/acts.js';
import { says } from '../audit-log/acts/detail-of.js';
import { DomainError } from '../errors.js';
import { type Decision, DecisionSchema } from '../policies/decision.js';
import type { Registered } from '../register/registered.js';
import type { EnrolledKey } from '../identity/person.js';
import { type Signature, signingKey } from '../signatures/signature.js';
import { type Intent, StoredIntent, storeIntent } from '../transfers/intent.js';
import { type ClearedAs, EVIDENCE } from '../transfers/transfer.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import type { EvidenceBundle } from './bundle.js';
import { type LogEntry, registerNamed } from './log-entries.js';
import type { Memory } from './memory.js';
import type { Registers } from './register-holds.js';

/** A bundle with the parsed parts that all checks share. */
export interface Case {
  readonly bundle: EvidenceBundle;
  readonly intent: Intent;
  /** Computed from the intent, whatever the bundle states. */
  readonly intentHash: Bytes32;
  /** In the order of the log. */
  readonly entries: readonly LogEntry[];
  readonly registers: Registers;
  readonly memory: Memory;
}

/** The bundle's intent; undefined unless it is valid and in canonical form. */
export function intentIn({ transfer }: EvidenceBundle): Intent | undefined {
  const parsed = StoredIntent.safeParse(transfer.intent);
  if (!parsed.success) return undefined;
  return canonicalJson(storeIntent(parsed.data)) === canonicalJson(transfer.intent) ? parsed.data : undefined;
}

/** What a transfer was cleared as, by a state in the log or a clearance in the bundle. */
export function clearedIn(evidence: Json | undefined): ClearedAs | undefined {
  const parsed = EVIDENCE['awaiting-confirmation'].safeParse(evidence);
  return parsed.success ? parsed.data.cleared : undefined;
}

/** The entry of this type whose detail member has this value. */
export function entryOf<T extends AuditType, Name extends keyof DetailOf<T> & string>(
  { entries }: Pick<Case, 'entries'>,
  type: T,
  said: readonly [Name, DetailOf<T>[Name] & Json],
): LogEntry | undefined {
  return entries.find((each) => says(each, type, said));
}

/** The last decision in the log before an entry. It names the register by which the entry's act was judged. */
export function decisionBefore({ entries }: Pick<Case, 'entries'>, entry: LogEntry): LogEntry | undefined {
  return entries.findLast((each) => each.type === 'transfer.decided' && each.index < entry.index);
}

/** The decision that such an entry is of. */
export function decisionOf({ bundle }: Case, entry: LogEntry): Decision | undefined {
  const stored = bundle.decisions.find(({ id }) => says(entry, 'transfer.decided', ['decision', id]));
  const parsed = DecisionSchema.safeParse(stored?.decision);
  return parsed.success ? parsed.data : undefined;
}

/** The register that an entry names, as it was at the entry's time. */
export function registerAt(
  { registers }: Case,
  entry: LogEntry | undefined,
  now?: UnixSeconds,
): Registered | undefined {
  return entry && registers.at(registerNamed(entry), now ?? entry.at);
}

/** As `signingKey`, computed once for the same digest, signature and keys. */
export function signerAmong(
  { memory }: Pick<Case, 'memory'>,
  { digest, signature, keys }: SignatureQuestion,
): Promise<EnrolledKey | undefined> {
  const name = `signature ${digest} ${canonicalJson(signature)} ${JSON.stringify(keys)}`;
  return memory.of(name, () => signingKey(digest, signature, keys));
}

interface SignatureQuestion {
  readonly digest: Bytes32;
  readonly signature: Signature;
  readonly keys: readonly EnrolledKey[];
}

/** Returns a domain rule's refusal as a value instead of throwing it. */
export function orRefusal<T>(make: () => T): T | DomainError {
  try {
    return make();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

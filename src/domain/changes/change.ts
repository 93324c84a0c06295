import { z } from 'zod';
import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import { type Signature, SignatureSchema } from '../signatures/signature.js';
import { type Json, canonicalHash } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { storedBytes32 } from '../values/stored.js';
import { parsePlainText } from '../values/text.js';
import { type ChangeId, type PersonId, idPattern, parseId } from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';

/** Every kind of governed object, and the lifting of freezes. */
export const CHANGE_KINDS = [
  'person',
  'key',
  'destination',
  'asset',
  'safe',
  'policy',
  'quorums',
  'unfreeze',
  'webhook',
  'price-feed',
  'provider',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The kinds that people sign. The founding has its own: it is proposed once, and never by one person alone. */
type AnyKind = ChangeKind | 'founding';

/**
 * A proposed new version of one governed object, immutable from here on. Everybody who answers signs all of it: its
 * content by hash, its sentences in words.
 */
export interface Change {
  readonly id: ChangeId;
  readonly kind: AnyKind;
  /** The object's id, or the kind's own name if there is only one object of it. */
  readonly subject: string;
  /**
   * Hash of the version that it replaces, or null if there is none. Of two changes with the same base only one can
   * become active.
   */
  readonly base: Bytes32 | null;
  /** The object as it will be, or null for its removal. */
  readonly content: Json;
  /** What it changes, in words derived from the previous version and the content. */
  readonly sentences: readonly string[];
  readonly proposerId: PersonId | null;
  /** Approvals must come before. */
  readonly expiresAt: UnixSeconds;
}

export type GovernedChange = Change & { readonly kind: ChangeKind };

export function isGoverned(change: Change): change is GovernedChange {
  return change.kind !== 'founding';
}

export type ChangeDecision = 'propose' | 'approve' | 'reject' | 'withdraw';

/** One person's signed answer to a change. */
export interface ChangeAnswer {
  readonly changeId: ChangeId;
  readonly personId: PersonId;
  readonly decision: ChangeDecision;
  /** Why it is rejected or withdrawn; empty for other answers. */
  readonly reason: string;
  /**
   * When it was signed. It is part of the signed data, so that editing a row cannot shorten a delay that counts from
   * it.
   */
  readonly at: UnixSeconds;
  /**
   * Hash of the register that the signer was shown, with all its acts (`Ledger.head`). Acts below a signature can no
   * longer be edited, moved or removed.
   */
  readonly head: Bytes32;
  readonly signature: Signature;
}

/** An answer that is not signed yet. */
export type UnsignedAnswer = Omit<ChangeAnswer, 'signature' | 'changeId'>;

const personId = z
  .string()
  .regex(idPattern('per'))
  .transform((text) => parseId('per', text));
const changeId = z
  .string()
  .regex(idPattern('chg'))
  .transform((text) => parseId('chg', text));
const seconds = z.int().min(0).transform(unixSeconds);

/** The length of the longest name: a passkey's credential id of 1023 bytes, in base64url. */
export const SUBJECT_MAX = 1364;
const REASON_MAX = 280;

/** A stored change, parsed. */
export const ChangeSchema = z.strictObject({
  id: changeId,
  kind: z.enum([...CHANGE_KINDS, 'founding']),
  subject: z.string().min(1).max(SUBJECT_MAX),
  base: storedBytes32.nullable(),
  content: z.json().transform((json): Json => json),
  sentences: z
    .array(z.string().regex(/^[^\n\r]+$/))
    .min(1)
    .readonly(),
  proposerId: personId.nullable(),
  expiresAt: seconds,
});

export const ChangeAnswerSchema = z.strictObject({
  changeId,
  personId,
  decision: z.enum(['propose', 'approve', 'reject', 'withdraw']),
  reason: z.string().refine(isReason, 'expected nothing, or at most 280 plain characters'),
  at: seconds,
  head: storedBytes32,
  signature: SignatureSchema,
});

function isReason(text: string): boolean {
  try {
    return text === '' || parsePlainText(text, REASON_MAX) === text;
  } catch {
    return false; // the parser throws its reason, which the schema states in its own words
  }
}

/** The register's head before the founding, which the founders name as what they were shown. */
export const NOTHING = parseBytes32(`0x${'00'.repeat(32)}`);

const TYPES = {
  Change: [
    { name: 'decision', type: 'string' },
    { name: 'reason', type: 'string' },
    { name: 'signer', type: 'string' },
    { name: 'at', type: 'uint64' },
    { name: 'installation', type: 'bytes32' },
    { name: 'register', type: 'bytes32' },
    { name: 'change', type: 'string' },
    { name: 'kind', type: 'string' },
    { name: 'subject', type: 'string' },
    { name: 'summary', type: 'string' },
    { name: 'base', type: 'bytes32' },
    { name: 'content', type: 'bytes32' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

/** Identifies the installation in which a change is signed: approvals in one are worth nothing in another. */
export interface Installation {
  readonly chainId: number;
  /** Hash of the founding change; null during the founding. */
  readonly id: Bytes32 | null;
}

/** What a person signs over a change. */
export function changeStatement(
  change: Change,
  answer: UnsignedAnswer,
  installation: Installation,
): Statement<'Change'> {
  return {
    domain: statementDomain(installation.chainId),
    types: TYPES,
    primaryType: 'Change',
    message: {
      decision: answer.decision,
      reason: answer.reason,
      signer: answer.personId,
      at: BigInt(answer.at),
      installation: installation.id ?? NOTHING,
      register: answer.head,
      change: change.id,
      kind: change.kind,
      subject: change.subject,
      summary: change.sentences.join('\n'),
      base: change.base ?? NOTHING,
      content: parseBytes32(canonicalHash(change.content)),
      expiresAt: BigInt(change.expiresAt),
    },
  };
}

export function changeDigest(change: Change, answer: UnsignedAnswer, installation: Installation): Bytes32 {
  return statementDigest(changeStatement(change, answer, installation));
}

/** Hash of a change with all that it says. That of the founding change is the installation's id. */
export function changeHash(change: Change): Bytes32 {
  return parseBytes32(canonicalHash({ ...change, sentences: [...change.sentences] }));
}

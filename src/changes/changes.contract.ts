import { z } from 'zod';
import { ActSchema } from '../domain/changes/act.js';
import { CHANGE_KINDS } from '../domain/changes/change.js';
import {
  pageOf,
  pageQuery,
  wireBytes32,
  wireId,
  wireJson,
  wireMayAnswer,
  wireTypedData,
  wireSignature,
  wireStoredAs,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';
import { ReviewView } from './policy-reviews/policy-review.contract.js';

const REASON_MAX = 280;
const STATES = ['proposed', 'approved', 'active', 'rejected', 'withdrawn', 'expired', 'superseded'] as const;
const ChangeKindName = z.enum(CHANGE_KINDS).meta({ id: 'ChangeKind' });

/** A wanted change. The server finds the object's present version and writes the sentences. */
export const DraftChange = z
  .strictObject({
    kind: ChangeKindName,
    /** The object's id; omitted for a new object, and where there is only one. */
    subject: z.string().min(1).max(512).optional(),
    /** The new version of the object, or null to remove it. */
    content: wireJson,
    /** Deadline for approvals; a week if omitted. */
    expiresAt: wireTimestamp.optional(),
  })
  .meta({ id: 'DraftChange' });
export type DraftChange = z.output<typeof DraftChange>;

/** Moment and register head of the signed statement, and the signature over it. */
const signed = { at: wireTimestamp, head: wireBytes32, signature: wireSignature };

/** The signature over a draft's statement; `at` is the moment inside it. */
export const ProposeChange = z.strictObject({ id: wireId('chg'), ...signed }).meta({ id: 'ProposeChange' });
export type ProposeChange = z.output<typeof ProposeChange>;

export const AnswerChange = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('approve'), ...signed }),
    z.strictObject({
      decision: z.enum(['reject', 'withdraw']),
      reason: wireText(REASON_MAX),
      ...signed,
    }),
  ])
  .meta({ id: 'AnswerChange' });
export type AnswerChange = z.output<typeof AnswerChange>;

export const ChangeParams = z.strictObject({ id: wireId('chg') });

export const StatementQuery = z.strictObject({
  decision: z.enum(['approve', 'reject', 'withdraw']).meta({ description: 'What you mean to answer.' }),
  reason: wireText(REASON_MAX).optional(),
});
export type StatementQuery = z.output<typeof StatementQuery>;

export const ChangeListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(STATES).optional().meta({ description: 'Only changes in this state.' }),
  kind: ChangeKindName.optional().meta({ description: 'Only changes of this kind.' }),
  waitingFor: z.literal('me').optional().meta({ description: 'Only changes that wait for your answer.' }),
});
export type ChangeListQuery = z.output<typeof ChangeListQuery>;

/** Typed data for `eth_signTypedData_v4`; a passkey signs the digest as its challenge. */
export const ChangeStatementView = z
  .strictObject({
    at: z.string(),
    /** The head of the register as shown to the signer; the statement contains it too. */
    head: z.string(),
    typedData: wireTypedData,
    digest: z.string(),
  })
  .meta({ id: 'ChangeStatement' });

/** The statement of an answer, with whether it would be taken and count. */
export const ChangeAnswerStatementView = ChangeStatementView.extend(wireMayAnswer).meta({
  id: 'ChangeAnswerStatement',
});

const place = { group: z.string(), keys: z.literal('evm').exactOptional() };
const Requirement = z.strictObject({ ...place, count: z.int() });

export const ChangeView = z
  .strictObject({
    id: z.string(),
    kind: z.enum(CHANGE_KINDS),
    subject: z.string(),
    state: z.enum(['drafted', ...STATES]).meta({ id: 'ChangeState' }),
    sentences: z.array(z.string()),
    direction: z.enum(['loosens', 'tightens']),
    /** Who has to approve it, besides its proposer. */
    require: z.array(Requirement),
    /** Open places of its quorum, with everybody who could fill one now. */
    missing: z.array(
      z.strictObject({
        ...place,
        needed: z.int(),
        have: z.int(),
        people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      }),
    ),
    delaySeconds: z.int(),
    /** When it becomes or became active; null while that is unknown. */
    activeFrom: z.string().nullable(),
    /** Why it ended without becoming active. */
    because: z.string().nullable(),
    proposer: z.string().nullable(),
    proposerName: z.string().nullable(),
    /** What people call the object; null if it has no name. */
    objectLabel: z.string().nullable(),
    /** Names the version that it replaces; null for a new object. */
    base: z.string().nullable(),
    /** The content of that version: with it the sentences can be derived again. */
    before: wireJson,
    content: wireJson,
    expiresAt: z.string(),
    /** A further key for a person who has, or had, one. Approvers should check that the person asked for it. */
    isRecovery: z.boolean(),
    answers: z.array(
      z.strictObject({
        person: z.string(),
        personName: z.string().nullable(),
        decision: z.enum(['propose', 'approve', 'reject', 'withdraw']),
        reason: z.string(),
        at: z.string(),
        keyId: z.string(),
        signature: wireSignature,
      }),
    ),
  })
  .meta({ id: 'Change' });
export type ChangeView = z.output<typeof ChangeView>;

/** A change with the review of its policy; null for every other kind. */
export const ChangeDetail = ChangeView.extend({ review: ReviewView.nullable() }).meta({ id: 'ChangeDetail' });
export type ChangeDetail = z.output<typeof ChangeDetail>;

export const DraftView = z
  .strictObject({ change: ChangeDetail, statement: ChangeStatementView })
  .meta({ id: 'ChangeDraft' });
export const ChangePage = pageOf(ChangeView).meta({ id: 'ChangePage' });
export type ChangePage = z.output<typeof ChangePage>;

export const AlertsView = z
  .strictObject({
    recoveries: z.array(ChangeView),
    loosenings: z.array(ChangeView),
  })
  .meta({ id: 'Alerts' });

/** One act of the register as it was signed. */
export const RegisterAct = wireStoredAs('RegisterAct', ActSchema);

/** All of them in order, from the founding on: whoever knows the founding's digest replays the register from them. */
export const RegisterView = z.strictObject({ acts: z.array(RegisterAct).min(1) }).meta({ id: 'Register' });

export const QuorumsView = z.strictObject({ content: wireJson, since: z.string() }).meta({ id: 'Quorums' });
export type QuorumsView = z.output<typeof QuorumsView>;
export const GovernedList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.string(),
        content: wireJson,
        since: z.string(),
        removedAt: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'GovernedList' });

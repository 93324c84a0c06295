import { z } from 'zod';
import { ActSchema } from '../domain/changes/act.js';
import { CHANGE_KINDS, type ChangeKind } from '../domain/changes/change.js';
import { TypedDataView } from '../infra/http/typed-data.contract.js';
import {
  pageOf,
  pageQuery,
  wireBytes32,
  wireId,
  wireMayAnswer,
  wireSignature,
  wireStoredAs,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';
import { CONTENTS } from './contents/contents.contract.js';
import { WISHES } from './contents/wish-contents.contract.js';
import { ReviewView } from './policy-reviews/policy-review.contract.js';

const REASON_MAX = 280;
const STATES = ['proposed', 'approved', 'active', 'rejected', 'withdrawn', 'expired', 'superseded'] as const;
const ChangeKindName = z.enum(CHANGE_KINDS).meta({ id: 'ChangeKind' });

function wished<K extends ChangeKind, C extends z.ZodType>(kind: K, content: C) {
  return z.strictObject({
    kind: z.literal(kind),
    subject: z.string().min(1).max(512).optional().meta({
      description: "The object's id; omitted for a new object, and where there is only one.",
    }),
    content,
    expiresAt: wireTimestamp.optional().meta({ description: 'Deadline for approvals; a week if omitted.' }),
  });
}

function orNone<C extends z.ZodType>(content: C) {
  return content.nullable().meta({ description: 'The new version of the object, or null to remove it.' });
}

/** A wanted change. The server finds the object's present version and writes the sentences. */
export const DraftChange = z
  .discriminatedUnion('kind', [
    wished('person', orNone(WISHES.person)),
    wished('key', WISHES.key),
    wished('destination', orNone(WISHES.destination)),
    wished('asset', orNone(WISHES.asset)),
    wished('safe', WISHES.safe),
    wished('policy', WISHES.policy),
    wished('quorums', WISHES.quorums),
    wished('unfreeze', WISHES.unfreeze),
    wished('webhook', orNone(WISHES.webhook)),
    wished('price-feed', orNone(WISHES['price-feed'])),
    wished('provider', orNone(WISHES.provider)),
  ])
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
    typedData: TypedDataView,
    digest: z.string(),
  })
  .meta({ id: 'ChangeStatement' });

/** The statement of an answer, with whether it would be taken and count. */
export const ChangeAnswerStatementView = ChangeStatementView.extend(wireMayAnswer).meta({
  id: 'ChangeAnswerStatement',
});
export type ChangeAnswerStatement = z.output<typeof ChangeAnswerStatementView>;

const place = {
  group: z.string(),
  keys: z
    .literal('evm')
    .exactOptional()
    .meta({ description: 'Only signatures by EVM keys fill these places.' }),
};

const OpenPlaceView = z
  .strictObject({
    ...place,
    needed: z.int(),
    have: z.int(),
    people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  })
  .meta({
    id: 'OpenPlace',
    description: 'A group of which people are missing, with everybody who could be one now.',
  });

const GivenAnswerView = z
  .strictObject({
    person: wireId('per'),
    personName: z.string().nullable(),
    decision: z.enum(['propose', 'approve', 'reject', 'withdraw']),
    reason: z.string().meta({ description: 'Why it is rejected or withdrawn; empty for other answers.' }),
    at: z.string().meta({ description: 'When it was signed, RFC 3339: the moment inside the statement.' }),
    keyId: z.string(),
    signature: wireSignature,
  })
  .meta({ id: 'GivenAnswer' });

const told = (description: string) => z.string().nullable().meta({ description });

/** What is shown of a change of any kind. */
const members = {
  id: wireId('chg'),
  subject: z
    .string()
    .meta({ description: "The object's id, or the kind's own name if there is only one of it." }),
  state: z.enum(['drafted', ...STATES]).meta({ id: 'ChangeState' }),
  sentences: z.array(z.string()).meta({ description: 'What it changes, in the words that everybody signs.' }),
  direction: z.enum(['loosens', 'tightens']),
  require: z.array(z.strictObject({ ...place, count: z.int() })).meta({
    description: 'Who has to approve it, besides its proposer.',
  }),
  missing: z.array(OpenPlaceView),
  delaySeconds: z.int().meta({ description: 'How long it waits once it is approved, in seconds.' }),
  activeFrom: told('When it becomes or became active, RFC 3339; null while that is unknown.'),
  because: told('Why it ended without becoming active.'),
  proposer: told('The id of whoever proposed it; null for an enrolment, which the new key itself proposes.'),
  proposerName: z.string().nullable(),
  objectLabel: told('What people call the object; null if it has no name.'),
  base: told('Names the version that it replaces; null for a new object.'),
  expiresAt: z.string().meta({ description: 'Approvals must come before, RFC 3339.' }),
  isRecovery: z.boolean().meta({
    description:
      'A further key for a person who has, or had, one. Approvers should check that the person asked for it.',
  }),
  answers: z.array(GivenAnswerView),
};

/** A change of one kind. */
function shown<K extends ChangeKind>(kind: K) {
  const content = CONTENTS[kind];
  return z.strictObject({
    ...members,
    kind: z.literal(kind),
    before: content.nullable().meta({
      description: 'The content of the version that it replaces: with it the sentences can be derived again.',
    }),
    content: content.nullable().meta({ description: 'The object as it will be; null removes it.' }),
  });
}

/** The same with the review of the policy that it would bring; null for every other kind. */
function detailed<K extends ChangeKind>(kind: K) {
  return shown(kind).extend({ review: ReviewView.nullable() });
}

export const ChangeView = z
  .discriminatedUnion('kind', [
    shown('person').meta({ id: 'PersonChange' }),
    shown('key').meta({ id: 'KeyChange' }),
    shown('destination').meta({ id: 'DestinationChange' }),
    shown('asset').meta({ id: 'AssetChange' }),
    shown('safe').meta({ id: 'SafeChange' }),
    shown('policy').meta({ id: 'PolicyChange' }),
    shown('quorums').meta({ id: 'QuorumsChange' }),
    shown('unfreeze').meta({ id: 'UnfreezeChange' }),
    shown('webhook').meta({ id: 'WebhookChange' }),
    shown('price-feed').meta({ id: 'PriceFeedChange' }),
    shown('provider').meta({ id: 'ProviderChange' }),
  ])
  .meta({ id: 'Change' });
export type ChangeView = z.output<typeof ChangeView>;

/** A change with its review. */
export const ChangeDetail = z
  .discriminatedUnion('kind', [
    detailed('person'),
    detailed('key'),
    detailed('destination'),
    detailed('asset'),
    detailed('safe'),
    detailed('policy'),
    detailed('quorums'),
    detailed('unfreeze'),
    detailed('webhook'),
    detailed('price-feed'),
    detailed('provider'),
  ])
  .meta({ id: 'ChangeDetail' });
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

export const QuorumsView = z
  .strictObject({ content: CONTENTS.quorums, since: z.string() })
  .meta({ id: 'Quorums' });
export type QuorumsView = z.output<typeof QuorumsView>;

function listOf<C extends z.ZodType>(content: C) {
  const governed = { id: z.string(), content, since: z.string(), removedAt: z.string().nullable() };
  return z.strictObject({ data: z.array(z.strictObject(governed)) });
}

export const WebhookList = listOf(CONTENTS.webhook).meta({ id: 'WebhookList' });
export const PriceFeedList = listOf(CONTENTS['price-feed']).meta({ id: 'PriceFeedList' });

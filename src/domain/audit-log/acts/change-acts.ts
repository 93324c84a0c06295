import { z } from 'zod';
import { ChangeAnswerSchema, ChangeSchema } from '../../changes/change.js';
import { act } from './act.js';
import { bytes32, keyId, moment, namesOf, saying, signature, text } from './forms.js';

const change = ChangeSchema.describe(`all of it: ${namesOf(ChangeSchema)}`);

/** The founding. */
export const FOUNDING_ACTS = {
  'system.bootstrapped': act({
    actor: '`system`',
    subject: '',
    outcome: 'success',
    detail: z.strictObject({
      change: ChangeSchema.describe(`the founding change: ${namesOf(ChangeSchema)}`),
      answers: z
        .array(ChangeAnswerSchema)
        .readonly()
        .describe(`list of its signed answers: ${namesOf(ChangeAnswerSchema)}`),
      hash: saying(bytes32, 'its digest'),
      document: saying(bytes32, 'keccak256 of the founding document in RFC 8785 form'),
    }),
  }),
} as const;

const of = {
  kind: ChangeSchema.shape.kind.describe('kind of change'),
  object: saying(text, 'what it changes'),
};
const sentences = z.array(z.string()).readonly().describe('list of text, what it does in words');
const words = z.strictObject({ ...of, sentences });
const answer = { ...of, reason: text, at: moment, keyId, signature };
const answered = z.strictObject(answer);

/** Governed changes, from draft to outcome. */
export const CHANGE_ACTS = {
  'change.drafted': act({
    actor: 'who had it drafted',
    subject: 'change',
    outcome: 'success',
    detail: words,
  }),
  'change.proposed': act({
    actor: 'who proposed',
    subject: 'change',
    outcome: 'success',
    detail: z.strictObject({ ...answer, change }),
  }),
  'change.approved': act({
    actor: 'who answered',
    subject: 'change',
    outcome: 'success',
    detail: answered,
  }),
  'change.rejected': act({
    actor: 'who answered',
    subject: 'change',
    outcome: 'denied',
    detail: answered,
  }),
  'change.withdrawn': act({
    actor: 'who answered',
    subject: 'change',
    outcome: 'success',
    detail: answered,
  }),
  'change.activated': act({
    actor: '`system`',
    subject: 'change',
    outcome: 'success',
    detail: words,
  }),
  'change.expired': act({
    actor: '`system`',
    subject: 'change',
    outcome: 'failure',
    detail: words,
  }),
  'change.superseded': act({
    actor: '`system`',
    subject: 'change',
    outcome: 'failure',
    detail: z.strictObject({ ...of, sentences, reason: text }),
  }),
} as const;

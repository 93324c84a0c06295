import { z } from 'zod';
import { INBOX_KINDS, type InboxKind } from '../domain/duties/inbox.js';

export const InboxItem = z
  .strictObject({
    kind: z.enum(INBOX_KINDS).meta({
      description:
        '`rekey`: enter destination and amount, then confirm; `answer`: a change; `answer-cancel`, `sign-cancel`: the burn of a nonce',
    }),
    subject: z.strictObject({ kind: z.enum(['transfer', 'change']), id: z.string() }),
    masked: z.boolean().meta({
      description:
        'if true, words, destination, amount, amountUnits and reference are null until it is re-keyed',
    }),
    words: z
      .string()
      .nullable()
      .meta({ description: "the transfer's sentence, or those of the change, one a line" }),
    safe: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
    asset: z.strictObject({ id: z.string(), symbol: z.string(), decimals: z.int() }).nullable(),
    destination: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
    amount: z.string().nullable(),
    amountUnits: z.string().nullable(),
    reference: z.string().nullable(),
    requester: z.string().nullable().meta({ description: 'who requested or proposed it' }),
    requesterName: z.string().nullable(),
    since: z.string(),
    expiresAt: z.string().nullable(),
    progress: z
      .array(
        z.strictObject({
          group: z.string(),
          keys: z.literal('evm').exactOptional(),
          needed: z.int(),
          have: z.int(),
        }),
      )
      .meta({
        description: 'the places that are still open, by group; with `keys: "evm"`, only EVM keys fill them',
      }),
  })
  .meta({ id: 'InboxItem' });
export type InboxItem = z.output<typeof InboxItem>;

export const InboxPage = z
  .strictObject({
    data: z.array(InboxItem),
    nextCursor: z.null().meta({ description: 'the inbox is answered whole' }),
  })
  .meta({ id: 'InboxPage' });
export type InboxPage = z.output<typeof InboxPage>;

export const InboxCounts = z
  .strictObject({
    total: z.int(),
    kinds: z.strictObject({
      confirm: z.int(),
      rekey: z.int(),
      except: z.int(),
      sign: z.int(),
      answer: z.int(),
      'answer-cancel': z.int(),
      'sign-cancel': z.int(),
    } satisfies Record<InboxKind, z.ZodInt>),
  })
  .meta({ id: 'InboxCounts' });
export type InboxCounts = z.output<typeof InboxCounts>;

import { z } from 'zod';
import { pageOf } from '../../infra/http/wire.contract.js';
import { WaitsForView } from '../../waits/waits.contract.js';
import { EvidenceView, StateView } from './evidence.contract.js';

/** How far one group's part of a quorum has come. */
const GroupProgress = z
  .strictObject({
    group: z.string(),
    /** Only EVM keys fill these places. */
    keys: z.literal('evm').exactOptional(),
    needed: z.int(),
    have: z.int(),
  })
  .meta({ id: 'GroupProgress', description: 'of one group: how many must confirm, and how many have' });

const DollarValue = z
  .strictObject({
    value: z
      .string()
      .meta({ description: 'US dollars with two decimals, rounded up', examples: ['31900.00'] }),
    source: z
      .string()
      .meta({ description: '`policy` for the price that the policy fixes, else the id of the price feed' }),
    at: z.string().meta({ description: 'when the feed answered, or the policy decided' }),
  })
  .meta({
    id: 'DollarValue',
    description:
      'What the amount was worth by the price of its latest decision. For people to read: rounded to cents, and no ' +
      'limit is counted by it.',
  });

export const TransferView = z
  .strictObject({
    id: z.string(),
    state: StateView,
    since: z.string().meta({ description: 'since when it is in this state' }),
    revision: z.int(),
    safe: z.strictObject({ id: z.string(), label: z.string(), chainId: z.int(), address: z.string() }),
    asset: z.strictObject({ id: z.string(), symbol: z.string(), decimals: z.int(), address: z.string() }),
    masked: z.boolean().meta({
      description: 'if true, destination, amount, usd, reference and words are null, and texts are left out',
    }),
    destination: z.strictObject({ id: z.string(), label: z.string(), address: z.string() }).nullable(),
    amount: z.string().nullable(),
    amountUnits: z.string().nullable(),
    usd: DollarValue.nullable(),
    reference: z.string().nullable(),
    words: z.string().nullable().meta({
      description:
        "the transfer's sentence, as confirmers sign it; null also if its names do not fit into one line",
    }),
    requester: z.string(),
    requesterName: z.string().nullable(),
    quorum: z.array(GroupProgress).nullable().meta({
      description:
        'of a transfer that awaits confirmation: each group, with the confirmations that are verified now; else null',
    }),
    intentHash: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    /** The evidence that the state rests on. */
    evidence: EvidenceView,
  })
  .meta({ id: 'Transfer' });
export type TransferView = z.output<typeof TransferView>;

export const TransferRow = TransferView.extend({
  waitsFor: WaitsForView.nullable().meta({
    description: 'what it waits for, and from whom; null once it has ended',
  }),
}).meta({ id: 'TransferRow' });
export type TransferRow = z.output<typeof TransferRow>;

export const TransferPage = pageOf(TransferRow).meta({ id: 'TransferPage' });

import { z } from 'zod';
import { MAX_DAYS } from '../domain/address-book/destination-faults.js';
import { pageOf, wireId } from '../infra/http/wire.contract.js';

const DAYS = `expected a whole number from 1 to ${String(MAX_DAYS)}`;

export const DestinationsQuery = z.strictObject({
  expiresWithinDays: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, DAYS)
    .transform(Number)
    .refine((days) => days <= MAX_DAYS, DAYS)
    .optional()
    .meta({
      description: 'Only entries in force that end within so many days unless they are confirmed again.',
    }),
});

export const DestinationParams = z.strictObject({ id: wireId('dst') });

const signed = { signature: z.string(), challenge: z.string(), expiresAt: z.string() };

/** The proof that the owner named in an entry controls its address. */
const control = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('eoa'), ...signed }),
  z.strictObject({ kind: z.literal('eip1271'), ...signed, blockHash: z.string() }),
  z.strictObject({ kind: z.literal('none'), reason: z.string() }),
]);

export const DestinationView = z
  .strictObject({
    id: wireId('dst'),
    chainId: z.int(),
    address: z.string(),
    label: z.string(),
    owner: z.string(),
    assetIds: z.array(z.string()).readonly(),
    /** From then on it cannot be paid, unless it is confirmed again before. */
    expiresAt: z.string(),
    limits: z.array(z.strictObject({ assetId: z.string(), maxPerTransfer: z.string() })).readonly(),
    canary: z.array(z.strictObject({ assetId: z.string(), max: z.string() })).readonly(),
    lookalikes: z.array(z.strictObject({ address: z.string(), difference: z.string() })).readonly(),
    /** Null if there was no code when it was proposed. */
    codeHash: z.string().nullable(),
    control,
    approvedAt: z.string(),
    /** When an approved entry begins, which is no destination until then; null once it has begun. */
    activeFrom: z.string().nullable(),
    removedAt: z.string().nullable(),
  })
  .meta({ id: 'Destination' });
export type DestinationView = z.output<typeof DestinationView>;

export const DestinationPage = pageOf(DestinationView)
  .extend({
    /** New entries that are approved and wait for their delay; left out with `expiresWithinDays`. */
    pending: z.array(DestinationView),
  })
  .meta({ id: 'DestinationPage' });
export type DestinationPage = z.output<typeof DestinationPage>;

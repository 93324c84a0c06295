import { z } from 'zod';
import { ENFORCEMENTS, GAPS } from '../domain/safes/enforcement.js';
import { EVIDENCE, type TransferState } from '../domain/transfers/transfer.js';
import { SafeView, assetShown } from './safes.contract.js';

const Balance = z
  .strictObject({
    asset: assetShown,
    /** In whole units; null where it could not be read. */
    amount: z.string().nullable(),
    amountUnits: z.string().nullable(),
    /** For reading only. Null where no price can be believed, or the balance could not be read. */
    usd: z
      .strictObject({
        value: z.string(),
        /** The id of a price feed, or `policy` for a price that the policy fixes. */
        source: z.string(),
        /** When the feed answered; of a fixed price, when this was asked. */
        at: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'SafeBalance' });
export type Balance = z.output<typeof Balance>;

/** What the chain shows now. All of it is null, and `unavailable` says why, where the chain could not be read. */
const sight = {
  /** What the chain enforces now, not what was pinned. */
  enforcement: z.enum(ENFORCEMENTS).nullable(),
  gaps: z.array(z.enum(GAPS)).nullable(),
  guard: z.strictObject({ pinned: z.string(), actual: z.string(), asPinned: z.boolean() }).nullable(),
  /** The nonce that the next transaction of the Safe must have. */
  nonce: z.string().nullable(),
  /** Of every registered asset that the policy lets leave the Safe. */
  balances: z.array(Balance).nullable(),
  /** The agreed block that all of this was read at. */
  block: z.strictObject({ number: z.string(), hash: z.string(), at: z.string() }).nullable(),
  /** When the providers were asked, and how long ago that is: one look is shown for some seconds. */
  lookedAt: z.string().nullable(),
  ageSeconds: z.int().nullable(),
  /** The comparison with the pinned profile that every examination makes. */
  profileCheck: z
    .strictObject({
      ok: z.boolean(),
      at: z.string(),
      drift: z.array(z.strictObject({ field: z.string(), expected: z.string(), actual: z.string() })),
    })
    .nullable(),
  unavailable: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
};

export const SafeDetail = SafeView.omit({ enforcement: true, gaps: true })
  .extend({
    ...sight,
    lane: z.strictObject({
      /** The transfer in the lane; null if it is free. */
      holder: z.string().nullable(),
      state: z.enum(Object.keys(EVIDENCE) as [TransferState]).nullable(),
      /** How many wait for the lane. */
      queued: z.int(),
    }),
  })
  .meta({ id: 'SafeDetail' });
export type SafeDetail = z.output<typeof SafeDetail>;

/** The members that are read from the chain. */
export type ChainSight = Pick<SafeDetail, keyof typeof sight>;

import { z } from 'zod';
import { KNOWN_AS } from '../../domain/address-book/destination-faults.js';
import { wireAddress, wireId } from '../../infra/http/wire.contract.js';

export const CheckDestination = z.strictObject({ address: wireAddress }).meta({ id: 'CheckDestination' });

const line = z.strictObject({
  address: z.string(),
  /** The address with every difference in brackets. */
  marked: z.string(),
});

/** A known address that the one asked about can be confused with. */
const Lookalike = z
  .strictObject({
    destination: wireId('dst').nullable(),
    label: z.string().nullable(),
    what: z.string(),
    address: z.string(),
    /** The sentence that a draft must repeat to name it. */
    difference: z.string(),
    /** The digits that differ, counted from 1 after 0x. */
    differing: z.array(z.int()),
    sameAtStart: z.int(),
    sameAtEnd: z.int(),
    /** The known address, and below it the one asked about. */
    lines: z.array(line),
  })
  .meta({ id: 'Lookalike' });

export const DestinationCheckView = z
  .strictObject({
    address: z.string(),
    lookalikes: z.array(Lookalike),
    /** At the block that all providers agree on. */
    code: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('read'), hasCode: z.boolean(), codeHash: z.string().nullable() }),
      z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
    ]),
    /** False if the Safes' history on chain could not be read: then look-alikes among it are not in the list. */
    isHistoryRead: z.boolean(),
    /** What this very address is already; empty if nobody knows it. */
    known: z.array(
      z.strictObject({
        kind: z.enum(KNOWN_AS),
        words: z.string(),
        destination: wireId('dst').nullable(),
        label: z.string().nullable(),
        /** When an entry that is approved begins; null for all else. */
        activeFrom: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DestinationCheck' });
export type DestinationCheckView = z.output<typeof DestinationCheckView>;

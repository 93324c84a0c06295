import { z } from 'zod';
import { FINDING_CODES } from '../../domain/safes/finding-codes.js';
import { pageOf, pageQuery, wireId, wireStored, wireText } from '../../infra/http/wire.contract.js';

const FindingDetail = wireStored('FindingDetail', {
  type: 'object',
  additionalProperties: true,
  description: 'Its members are those of its code: docs/runbook.md, "Findings and freezes".',
});

const FindingCodeName = z.enum(FINDING_CODES).meta({ id: 'FindingCode' });

export const FindingParams = z.strictObject({ id: wireId('fnd') });

export const FindingListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('fnd').optional(),
  safe: wireId('safe').optional().meta({ description: 'Findings about this Safe, and about all of them.' }),
  code: FindingCodeName.optional().meta({ description: 'Only findings of this code.' }),
  acknowledged: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only findings that somebody has acknowledged, or that nobody has.' }),
});

export const AcknowledgeFinding = z.strictObject({ note: wireText(280) }).meta({ id: 'AcknowledgeFinding' });

const acknowledgement = {
  person: z.string(),
  personName: z.string().nullable(),
  /** What the person says is done about it; empty where the finding's detail is kept from the reader until re-keyed. */
  note: z.string(),
  at: z.string(),
};

export const FindingAcknowledgement = z
  .strictObject({ finding: wireId('fnd'), ...acknowledgement })
  .meta({ id: 'FindingAcknowledgement' });
export type FindingAcknowledgement = z.output<typeof FindingAcknowledgement>;

export const FindingView = z
  .strictObject({
    id: wireId('fnd'),
    code: FindingCodeName,
    /** The finding in one sentence. */
    words: z.string(),
    /** Null where it is about all of them. */
    safeId: z.string().nullable(),
    safeLabel: z.string().nullable(),
    transferId: z.string().nullable(),
    /**
     * By the code. Owners' signatures in it are null for whoever owns no key of the Safe, until the nonce is used. All
     * of it is null where it would tell of a transfer that the reader is to enter from the ticket first.
     */
    detail: FindingDetail.nullable(),
    at: z.string(),
    /** The oldest first. */
    acknowledgements: z.array(z.strictObject(acknowledgement)),
    /** The freeze that it made; null if it made none. */
    freeze: z.strictObject({ id: wireId('frz'), standing: z.boolean() }).nullable(),
  })
  .meta({ id: 'Finding' });
export type FindingView = z.output<typeof FindingView>;

export const FindingPage = pageOf(FindingView).meta({ id: 'FindingPage' });
export type FindingPage = z.output<typeof FindingPage>;

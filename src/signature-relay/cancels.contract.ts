import { z } from 'zod';
import { wireId, wireMayAnswer, wireSignature, wireText } from '../infra/http/wire.contract.js';
import { StatementView } from '../transfer-api/views/transfers.contract.js';

const REASON_MAX = 280;

export const CancelParams = z.strictObject({ id: wireId('tr') });

export const CancelQuery = z.strictObject({ reason: wireText(REASON_MAX).optional() });

const signature = wireSignature.meta({ description: "of the Cancellation by the answering person's key" });

export const CreateCancelAnswer = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('confirm'), signature }),
    z.strictObject({ decision: z.literal('reject'), reason: wireText(REASON_MAX), signature }),
  ])
  .meta({ id: 'CreateCancelAnswer' });

/** The request to burn the nonce of a relayed transfer, ready to be answered. */
export const CancelView = z
  .strictObject({
    transfer: wireId('tr'),
    cancellation: wireId('cxl'),
    /** Who asked for it: a person, or `system`. */
    askedBy: z.string(),
    why: z.string(),
    since: z.string(),
    /** `asked` until it was examined, `cleared` until a person confirms it; then its owners sign and it is sent. */
    stage: z.enum(['asked', 'cleared', 'confirmed', 'signed', 'submitted']),
    nonce: z.string(),
    /** The transfer's own hash, which owners may have signed. */
    cancelledSafeTxHash: z.string(),
    /** What was cleared; null while it is examined. */
    burn: z
      .strictObject({
        safeTxHash: z.string(),
        effectsDigest: z.string(),
        words: z.string(),
        /** Until when it may be confirmed. */
        expiresAt: z.string(),
      })
      .nullable(),
    /** How many owners' signatures Sluice has over each hash. */
    ownerSignatures: z.strictObject({ original: z.int(), burn: z.int(), threshold: z.int() }),
    confirmedBy: z.string().nullable(),
    /** Null unless it can be answered now; a cancel by `system` cannot be rejected. */
    confirm: StatementView.nullable(),
    reject: StatementView.nullable(),
    /** Whether this reader's confirmation would be taken now; if not, why. */
    ...wireMayAnswer,
  })
  .meta({ id: 'Cancel' });
export type CancelView = z.output<typeof CancelView>;

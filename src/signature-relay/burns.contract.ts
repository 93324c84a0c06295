import { z } from 'zod';
import { SafeTxTypedDataView } from '../infra/http/typed-data.contract.js';
import { wireId, wireSignature } from '../infra/http/wire.contract.js';
import { SignedDigests, SignedFor } from './signature-relay.contract.js';

/** What owners are asked to sign to burn a nonce, and what their devices show of it. */
export const BurnRequestView = z
  .strictObject({
    transfer: wireId('tr'),
    /** `burns nonce N, moves nothing`. */
    headline: z.string(),
    /** The sentence that was confirmed. */
    words: z.string(),
    stage: z.enum(['confirmed', 'signed', 'submitted']),
    safe: SignedFor,
    /** For `eth_signTypedData_v4`. */
    typedData: SafeTxTypedDataView,
    digests: SignedDigests,
    cancelledSafeTxHash: z.string(),
    cancelSafeTxHash: z.string(),
    /** Owners who are known to have signed the transfer: they should sign first. */
    signedOriginal: z.array(z.string()),
    /** What is known of the transfer's own signatures, in words. */
    known: z.string(),
    /** Owners who have signed the burn; their signatures are not shown. */
    signedBurn: z.array(z.string()),
    missing: z.int(),
    evidence: z.strictObject({
      askedBy: z.string(),
      why: z.string(),
      confirmedBy: z.string(),
      cancellationDigest: z.string(),
      signature: wireSignature,
      effectsDigest: z.string(),
    }),
  })
  .meta({ id: 'CancelSignatureRequest' });
export type BurnRequestView = z.output<typeof BurnRequestView>;

import { z } from 'zod';
import { ENFORCEMENTS, GAPS } from '../domain/safes/enforcement.js';
import { DomainError } from '../domain/errors.js';
import { parseHex } from '../domain/values/hex.js';
import { SafeTxTypedDataView, TypedDataView } from '../infra/http/typed-data.contract.js';
import { parsed, wireAddress, wireId, wireSignature } from '../infra/http/wire.contract.js';
import { StateView } from '../transfer-api/views/evidence.contract.js';
import { TransferDetail } from '../transfer-api/detail/transfer-detail.contract.js';

const BYTES_MAX = 1024;

/** Any bytes, so that the verifier, not the schema, names the fault of a signature. */
const signatureBytes = parsed((text) => {
  if (text.length > 2 + 2 * BYTES_MAX) throw new DomainError('SIG_LENGTH', 'expected 65 bytes');
  return parseHex(text);
});

export const TransferParams = z.strictObject({ id: wireId('tr') });

export const CreateOwnerSignature = z
  .strictObject({
    owner: wireAddress,
    signature: signatureBytes.meta({
      description: "the owner's EIP-712 signature of the SafeTx, v 27 or 28, low s",
    }),
  })
  .meta({ id: 'CreateOwnerSignature' });

/** The Safe whose owners sign, and the nonce that they use up. */
export const SignedFor = z.strictObject({
  address: z.string(),
  chainId: z.int(),
  threshold: z.int(),
  nonce: z.string(),
});

/** What owners' devices show. */
export const SignedDigests = z.strictObject({
  domainHash: z.string(),
  messageHash: z.string(),
  eip712Digest: z.string(),
  calldataDigest: z.string(),
});

/** What owners are asked to sign, the digests that their devices show, and the evidence. */
export const SignatureRequestView = z
  .strictObject({
    transfer: wireId('tr'),
    state: StateView,
    /** The sentence that was confirmed. */
    words: z.string(),
    safe: SignedFor,
    /** For `eth_signTypedData_v4`. */
    typedData: SafeTxTypedDataView,
    digests: SignedDigests,
    /** The bytes are null for whoever owns no key of the Safe, until the nonce is used. */
    signatures: z.array(z.strictObject({ owner: z.string(), signature: z.string().nullable() })),
    missing: z.int(),
    enforcement: z.enum(ENFORCEMENTS),
    gaps: z.array(z.enum(GAPS)),
    evidence: z.strictObject({
      /** The typed data that the requester signed. */
      intent: TypedDataView,
      intentSignature: wireSignature,
      clearanceDigest: z.string(),
      effectsDigest: z.string(),
      policyHash: z.string(),
      confirmations: TransferDetail.shape.confirmations,
      exceptions: TransferDetail.shape.exceptions,
    }),
  })
  .meta({ id: 'SignatureRequest' });
export type SignatureRequestView = z.output<typeof SignatureRequestView>;

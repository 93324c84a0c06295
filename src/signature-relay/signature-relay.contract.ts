import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { parseHex } from '../domain/values/hex.js';
import { parsed, wireAddress, wireId } from '../infra/http/wire.contract.js';

const BYTES_MAX = 1024;

/** Any bytes: what is wrong with a signature is said in the words of the verifier, not of a form. */
const signatureBytes = parsed((text) => {
  if (text.length > 2 + 2 * BYTES_MAX) throw new DomainError('SIG_LENGTH', 'expected 65 bytes');
  return parseHex(text);
});

export const TransferParams = z.strictObject({ id: wireId('tr') });

export const CreateOwnerSignature = z.strictObject({
  owner: wireAddress,
  signature: signatureBytes.meta({
    description: "the owner's EIP-712 signature of the SafeTx, v 27 or 28, low s",
  }),
});

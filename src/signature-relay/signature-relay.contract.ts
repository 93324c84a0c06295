import { z } from 'zod';
import { wireAddress, wireId, wireSignature } from '../infra/http/wire.contract.js';

export const TransferParams = z.strictObject({ id: wireId('tr') });

export const CreateOwnerSignature = z.strictObject({
  owner: wireAddress,
  signature: wireSignature.meta({
    description: "the owner's EIP-712 signature of the SafeTx, v 27 or 28, low s",
  }),
});

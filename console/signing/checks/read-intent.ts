import { z } from 'zod';
import { parseAddress } from '../../../src/domain/values/address.js';
import { parseUnits } from '../../../src/domain/values/amount.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { unixSeconds } from '../../../src/domain/values/time.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';

const Message = z.strictObject({
  ...{ safeId: z.string(), assetId: z.string(), asset: z.string(), destinationId: z.string() },
  ...{ destination: z.string(), amount: z.string(), reference: z.string(), requester: z.string() },
  ...{ salt: z.string(), expiresAt: z.string() },
});

/** Typed data as JSON, of which domain and message are read. */
export interface IntentTypedData {
  readonly domain: { readonly chainId: number; readonly verifyingContract?: string | undefined };
  readonly message: unknown;
}

/** The intent that typed data states, made again from its message. @throws if any member is missing or malformed */
export function readIntent(typedData: IntentTypedData): Intent {
  const message = Message.parse(typedData.message);
  return {
    ...{ chainId: typedData.domain.chainId, safe: parseAddress(typedData.domain.verifyingContract ?? '') },
    ...{ safeId: parseId('safe', message.safeId), assetId: parseId('ast', message.assetId) },
    ...{ asset: parseAddress(message.asset), destinationId: parseId('dst', message.destinationId) },
    ...{ destination: parseAddress(message.destination), amount: parseUnits(message.amount) },
    ...{ reference: message.reference, requesterId: parseId('per', message.requester) },
    ...{ salt: parseBytes32(message.salt), expiresAt: unixSeconds(Number(message.expiresAt)) },
  };
}

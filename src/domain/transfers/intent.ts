import { z } from 'zod';
import type { Asset } from '../assets/asset.js';
import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import { type Amount, parseUnits } from '../values/amount.js';
import type { Bytes32 } from '../values/hex.js';
import { storedAddress, storedBytes32 } from '../values/stored.js';
import {
  type AssetId,
  type DestinationId,
  type PersonId,
  type SafeId,
  parseId,
} from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';

/**
 * The typed, immutable request for one transfer, and all that a requester can say: there is no field for calldata,
 * operation, gas or nonce. The requester signs exactly these fields.
 */
export interface Intent {
  readonly safeId: SafeId;
  readonly chainId: number;
  readonly safe: Address;
  readonly assetId: AssetId;
  /** The token's contract, or the zero address for the chain's own coin. */
  readonly asset: Address;
  readonly destinationId: DestinationId;
  readonly destination: Address;
  readonly amount: Amount;
  readonly reference: string;
  readonly requesterId: PersonId;
  /**
   * 32 random bytes by the requester. They make two requests for the same transfer distinct, and a resent request
   * recognisable.
   */
  readonly salt: Bytes32;
  readonly expiresAt: UnixSeconds;
}

const TYPES = {
  TransferIntent: [
    { name: 'safeId', type: 'string' },
    { name: 'assetId', type: 'string' },
    { name: 'asset', type: 'address' },
    { name: 'destinationId', type: 'string' },
    { name: 'destination', type: 'address' },
    { name: 'amount', type: 'uint256' },
    { name: 'reference', type: 'string' },
    { name: 'requester', type: 'string' },
    { name: 'salt', type: 'bytes32' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

export function intentStatement(intent: Intent): Statement<'TransferIntent'> {
  return {
    domain: statementDomain(intent.chainId, intent.safe),
    types: TYPES,
    primaryType: 'TransferIntent',
    message: {
      safeId: intent.safeId,
      assetId: intent.assetId,
      asset: intent.asset,
      destinationId: intent.destinationId,
      destination: intent.destination,
      amount: intent.amount,
      reference: intent.reference,
      requester: intent.requesterId,
      salt: intent.salt,
      expiresAt: BigInt(intent.expiresAt),
    },
  };
}

/** The EIP-712 digest of the intent, which identifies it everywhere. */
export function intentHash(intent: Intent): Bytes32 {
  return statementDigest(intentStatement(intent));
}

export function assetAddress(asset: Asset): Address {
  return asset.kind === 'native' ? ZERO_ADDRESS : asset.address;
}

/** A stored intent, parsed. */
export const StoredIntent = z.strictObject({
  safeId: z.string().transform((text) => parseId('safe', text)),
  chainId: z.int().positive(),
  safe: storedAddress,
  assetId: z.string().transform((text) => parseId('ast', text)),
  asset: storedAddress,
  destinationId: z.string().transform((text) => parseId('dst', text)),
  destination: storedAddress,
  amount: z.string().transform(parseUnits),
  reference: z.string(),
  requesterId: z.string().transform((text) => parseId('per', text)),
  salt: storedBytes32,
  expiresAt: z.int().transform(unixSeconds),
});

export function storeIntent(intent: Intent): z.input<typeof StoredIntent> {
  return { ...intent, amount: intent.amount.toString() };
}

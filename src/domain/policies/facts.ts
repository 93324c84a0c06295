import { z } from 'zod';
import { type Address, parseAddress } from '../values/address.js';
import { AMOUNT_MAX, type Amount, parseUnits } from '../values/amount.js';
import type { Json } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import {
  type AssetId,
  type DestinationId,
  type PersonId,
  type SafeId,
  idPattern,
} from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

const checked = <T>(test: (value: unknown) => boolean, words: string) => z.custom<T>(test, words);
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const safeId = checked<SafeId>(matches(idPattern('safe')), 'expected a Safe id');
const assetId = checked<AssetId>(matches(idPattern('ast')), 'expected an asset id');
const destinationId = checked<DestinationId>(matches(idPattern('dst')), 'expected a destination id');
const personId = checked<PersonId>(matches(idPattern('per')), 'expected a person id');
const bytes32 = checked<Bytes32>(matches(/^0x[0-9a-f]{64}$/), 'expected 32 bytes as lower-case hex');
const address = z.codec(z.string(), z.custom<Address>(), { decode: parseAddress, encode: (value) => value });
const moment = checked<UnixSeconds>(
  (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  'expected whole seconds since 1970',
);
const amount = z.codec(
  z.string(),
  checked<Amount>(
    (value) => typeof value === 'bigint' && value >= 0n && value <= AMOUNT_MAX,
    'expected an amount',
  ),
  { decode: parseUnits, encode: (units) => units.toString() },
);
/** A sum of amounts: it may pass 2^256 - 1, which no single amount does. */
const total = z.codec(z.string().regex(/^(0|[1-9][0-9]{0,95})$/), z.bigint().nonnegative(), {
  decode: BigInt,
  encode: (units) => units.toString(),
});
const chainId = z.int().positive();
const symbol = z.string().min(1).max(32);

const tokenCode = z.strictObject({ implementation: address, codeHash: bytes32 });

const asset = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('native'),
    id: assetId,
    chainId,
    decimals: z.literal(18),
    symbol,
    removed: z.boolean(),
    codeHashPinned: z.null(),
    codeHashActual: z.null(),
  }),
  z.strictObject({
    kind: z.literal('erc20'),
    id: assetId,
    chainId,
    decimals: z.int().min(0).max(77),
    symbol,
    removed: z.boolean(),
    codeHashPinned: bytes32,
    codeHashActual: bytes32.nullable(),
    /** Of a token that is a proxy; absent for all others, so that facts stored before there were any read the same. */
    proxy: z.strictObject({ pinned: tokenCode, actual: tokenCode.nullable() }).exactOptional(),
  }),
]);

/** What an entry of the address book itself says of this transfer's asset, in smallest units. */
const terms = z.strictObject({
  maxPerTransfer: amount.nullable(),
  canary: amount.nullable(),
  /** How many transfers of the asset to this entry have settled. */
  settledTransfers: z.int().nonnegative(),
  /** Entries of the book that it can be confused with, and that neither was approved in sight of. */
  lookalikes: z.array(z.strictObject({ id: destinationId, label: z.string(), address })),
});

const destination = z.strictObject({
  id: destinationId,
  chainId,
  address,
  label: z.string(),
  assetIds: z.array(assetId),
  approvedAt: moment,
  expiresAt: moment,
  removedAt: moment.nullable(),
  codeHashPinned: bytes32.nullable(),
  codeHashActual: bytes32.nullable(),
  /** Absent from facts that were stored before entries had terms of their own: they replay without them. */
  terms: terms.exactOptional(),
});

/**
 * Everything that a decision reads besides the policy, and nothing that it does not: stored with the decision, it
 * gives the same decision again, byte for byte (invariant 17). One codec reads and prints it, so the two cannot drift.
 */
const FactsSchema = z.strictObject({
  now: moment,
  stage: z.enum(['request', 'exception', 'relay']),
  chainId,
  safe: z.strictObject({
    id: safeId,
    chainId,
    address,
    frozen: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
    drift: z.array(z.strictObject({ field: z.string(), expected: z.string(), actual: z.string() })),
  }),
  asset,
  destination: destination.nullable(),
  requester: z.strictObject({ personId, isActive: z.boolean(), roles: z.array(z.string()) }),
  intentSignatureValid: z.boolean(),
  amount,
  expiresAt: moment,
  /** Per rolling rule: units held or settled in its window, without this transfer. */
  rolling: z.array(z.strictObject({ ruleId: z.string(), scopeKey: z.string(), used: total })),
  /** One line for each person's signed and verified exception of this very transfer. */
  exceptions: z.array(
    z.strictObject({
      exceptionId: z.string().min(1),
      rule: z.string(),
      ceiling: amount,
      expiresAt: moment,
      personId,
      groups: z.array(z.string()),
    }),
  ),
});

export type Facts = z.output<typeof FactsSchema>;
export type AssetFacts = Facts['asset'];
export type DestinationTerms = z.output<typeof terms>;
export type ExceptionFact = Facts['exceptions'][number];

export function parseFacts(stored: unknown): Facts {
  return FactsSchema.parse(stored);
}

export function printFacts(facts: Facts): Json {
  return z.encode(FactsSchema, facts);
}

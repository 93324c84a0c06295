import { z } from 'zod';
import { type Address, parseAddress } from '../values/address.js';
import { AMOUNT_MAX, type Amount, parseUnits } from '../values/amount.js';
import type { Json } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import {
  type AssetId,
  type DestinationId,
  type PersonId,
  type PriceFeedId,
  type SafeId,
  type TransferId,
  idPattern,
} from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { MEASURE_PATTERN, UNITS } from './measure.js';

const checked = <T>(test: (value: unknown) => boolean, words: string) => z.custom<T>(test, words);
const matching = <T>(pattern: RegExp, words: string) =>
  checked<T>((value) => typeof value === 'string' && pattern.test(value), words).meta({
    ...{ type: 'string', pattern: pattern.source },
  });

const safeId = matching<SafeId>(idPattern('safe'), 'expected a Safe id');
const assetId = matching<AssetId>(idPattern('ast'), 'expected an asset id');
const destinationId = matching<DestinationId>(idPattern('dst'), 'expected a destination id');
const personId = matching<PersonId>(idPattern('per'), 'expected a person id');
const transferId = matching<TransferId>(idPattern('tr'), 'expected a transfer id');
const priceFeedId = matching<PriceFeedId>(idPattern('pfd'), 'expected a price feed id');
const bytes32 = matching<Bytes32>(/^0x[0-9a-f]{64}$/, 'expected 32 bytes as lower-case hex');
const address = z.codec(z.string(), z.custom<Address>(), { decode: parseAddress, encode: (value) => value });
const moment = checked<UnixSeconds>(
  (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  'expected whole seconds since 1970',
).meta({ type: 'integer', minimum: 0, description: 'Unix time in seconds' });
const amount = z.codec(
  z.string(),
  checked<Amount>(
    (value) => typeof value === 'bigint' && value >= 0n && value <= AMOUNT_MAX,
    'expected an amount',
  ),
  { decode: parseUnits, encode: (units) => units.toString() },
);
/** A sum of amounts, or a value in US dollars. It may exceed 2^256 - 1, which no single amount does. */
const total = z.codec(z.string().regex(MEASURE_PATTERN), z.bigint().nonnegative(), {
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
    /** Present only for a token that is a proxy, so that facts stored before proxies were supported read the same. */
    proxy: z.strictObject({ pinned: tokenCode, actual: tokenCode.nullable() }).exactOptional(),
  }),
]);

/** An address book entry's own terms for this transfer's asset, in smallest units. */
const terms = z.strictObject({
  maxPerTransfer: amount.nullable(),
  canary: amount.nullable(),
  /** How many transfers of the asset to this entry have settled. */
  settledTransfers: z.int().nonnegative(),
  /** Look-alikes in the book of which neither entry was approved in sight of the other. */
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
  /** Absent from facts stored before entries had terms, which replay without them. */
  terms: terms.exactOptional(),
});

/** The use of a rolling rule's window: held or settled, without this transfer, in the rule's unit. */
const usage = z.strictObject({
  ruleId: z.string(),
  scopeKey: z.string(),
  used: total,
  /** When this transfer would fit if nothing else happened; null if waiting does not help, absent if it fits now. */
  fitsAt: moment.nullable().exactOptional(),
  /** The next times at which the use falls, ascending, and its value then. */
  frees: z
    .array(z.strictObject({ at: moment, used: total }))
    .max(3)
    .exactOptional(),
});

const whole = z.string().regex(/^(0|[1-9][0-9]{0,77})$/);

/** The price of the transfer's asset as every provider gave it. Whether to accept it is part of the decision. */
const price = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
  z.strictObject({
    kind: z.literal('feed'),
    priceFeedId,
    aggregator: address,
    decimals: z.int().min(0).max(18),
    maxAgeSeconds: z.int().min(1),
    min: z.string().regex(/^(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$/),
    max: z.string().regex(/^(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$/),
    rounds: z
      .array(
        z.strictObject({
          provider: z.string().min(1),
          roundId: whole,
          answer: z.string().regex(/^(0|-?[1-9][0-9]{0,77})$/),
          /** Seconds since 1970, by the aggregator's own statement. */
          updatedAt: whole,
          answeredInRound: whole,
          decimals: z.int().min(0).max(255),
        }),
      )
      .max(20),
  }),
]);

/** Transfers that a structuring or duplicate rule compares this one with: all of them, without this one. */
const recent = z.strictObject({
  ruleId: z.string(),
  transfers: z.array(
    z.strictObject({
      transferId,
      amount,
      /** Its value when it was decided, in millionths of a US dollar; null if unknown. */
      usd: total.nullable(),
      /** When it was paid. For one that may still be paid, the time of this decision. */
      at: moment,
    }),
  ),
});

/**
 * Everything that a decision reads besides the policy, and nothing else. Stored with the decision, it gives the same
 * decision again, byte for byte (invariant 17). One codec reads and prints it, so the two cannot drift apart.
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
  requester: z.strictObject({
    personId,
    isActive: z.boolean(),
    roles: z.array(z.string()),
    groups: z.array(z.string()),
  }),
  intentSignatureValid: z.boolean(),
  amount,
  expiresAt: moment,
  /** One line for each rolling rule that counts this transfer. */
  rolling: z.array(usage),
  /** Balances of the asset at the block that the providers agreed on; null if they could not be read. */
  balances: z
    .strictObject({
      safe: total,
      destination: total,
      /**
       * Held for other transfers of the asset to this destination, from any Safe. Absent from facts stored before it
       * was recorded.
       */
      incoming: total.exactOptional(),
    })
    .nullable(),
  /** Null if no price feed is registered for the asset. */
  price: price.nullable(),
  /** One line for each structuring or duplicate rule that looks at this transfer. */
  recent: z.array(recent),
  /** One line for each person's verified exception for exactly this transfer. */
  exceptions: z.array(
    z.strictObject({
      exceptionId: z.string().min(1),
      rule: z.string(),
      /** The unit of the ceiling. The exception counts only for a rule in the same unit. */
      unit: z.enum(UNITS),
      ceiling: amount,
      expiresAt: moment,
      personId,
      groups: z.array(z.string()),
      /** That an EVM key signed it; absent, it counts as signed by a passkey. */
      keys: z.literal('evm').exactOptional(),
    }),
  ),
});

export type Facts = z.output<typeof FactsSchema>;
export type AssetFacts = Facts['asset'];
export type DestinationTerms = z.output<typeof terms>;
export type ExceptionFact = Facts['exceptions'][number];

/**
 * The JSON Schema of stored facts, for whoever decides again with other tools.
 */
export function factsJsonSchema(): z.core.JSONSchema.BaseSchema {
  const title = 'Facts of a decision of Sluice';
  return { ...z.toJSONSchema(FactsSchema, { io: 'input', unrepresentable: 'any' }), title };
}

export function parseFacts(stored: unknown): Facts {
  return FactsSchema.parse(stored);
}

export function printFacts(facts: Facts): Json {
  return z.encode(FactsSchema, facts);
}

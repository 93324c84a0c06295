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
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const safeId = checked<SafeId>(matches(idPattern('safe')), 'expected a Safe id');
const assetId = checked<AssetId>(matches(idPattern('ast')), 'expected an asset id');
const destinationId = checked<DestinationId>(matches(idPattern('dst')), 'expected a destination id');
const personId = checked<PersonId>(matches(idPattern('per')), 'expected a person id');
const transferId = checked<TransferId>(matches(idPattern('tr')), 'expected a transfer id');
const priceFeedId = checked<PriceFeedId>(matches(idPattern('pfd')), 'expected a price feed id');
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
/** A sum of amounts, or a value in US dollars: it may pass 2^256 - 1, which no single amount does. */
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

/** What is used of a rolling rule's window: held or settled, without this transfer, in the unit of the rule. */
const usage = z.strictObject({
  ruleId: z.string(),
  scopeKey: z.string(),
  used: total,
  /** When this transfer would fit if nothing else happened; null if time alone will not do it, absent if it fits now. */
  fitsAt: moment.nullable().exactOptional(),
  /** The next moments at which the use falls, ascending, and what it will then have fallen to. */
  frees: z
    .array(z.strictObject({ at: moment, used: total }))
    .max(3)
    .exactOptional(),
});

const whole = z.string().regex(/^(0|[1-9][0-9]{0,77})$/);

/** Of the transfer's asset, as every provider gave it: whether it is to be believed is decided, not read. */
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
          /** Seconds since 1970, as the aggregator says. */
          updatedAt: whole,
          answeredInRound: whole,
          decimals: z.int().min(0).max(255),
        }),
      )
      .max(20),
  }),
]);

/** Transfers that a structuring or duplicate rule compares this one with: complete, and without this one. */
const recent = z.strictObject({
  ruleId: z.string(),
  transfers: z.array(
    z.strictObject({
      transferId,
      amount,
      /** What it was worth when it was decided, in millionths of a US dollar; null if nobody could say. */
      usd: total.nullable(),
      /** When it was paid; while it may yet be, the moment of this decision. */
      at: moment,
    }),
  ),
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
  /** Of the transfer's asset at the block that the providers agreed on; null if they could not be read. */
  balances: z
    .strictObject({
      safe: total,
      destination: total,
      /** Held for other transfers of the asset to this destination, from whichever Safe. Absent from facts of before it was asked. */
      incoming: total.exactOptional(),
    })
    .nullable(),
  /** Null if no price feed is registered for the asset. */
  price: price.nullable(),
  /** One line for each structuring or duplicate rule that looks at this transfer. */
  recent: z.array(recent),
  /** One line for each person's signed and verified exception of this very transfer. */
  exceptions: z.array(
    z.strictObject({
      exceptionId: z.string().min(1),
      rule: z.string(),
      /** What the ceiling is counted in. It is an exception only for a rule that counts in the same. */
      unit: z.enum(UNITS),
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

/** The form of stored facts as JSON Schema, for whoever decides again by other means. Ids and moments are any JSON to it. */
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

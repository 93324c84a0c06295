import { z } from 'zod';
import { canonicalHash } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { idPattern } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { compareDecimals } from '../values/amount.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const assetId = z.string().regex(idPattern('ast'));
/** Whole asset units. How many decimals are too many depends on the asset, so `decide` parses the number itself. */
const decimal = z.string().regex(/^(0|[1-9][0-9]{0,77})(\.[0-9]{1,77})?$/);

const requirement = z.strictObject({ group: slug, count: z.int().min(1).max(50) });
const quorum = z
  .array(requirement)
  .min(1)
  .max(10)
  .refine((list) => areUnique(list.map((each) => each.group)), 'a group is listed twice');

// What cannot be waived has no spelling in which it could be: the key allows `false` and nothing else.
const destinationAllowed = z.strictObject({
  id: slug,
  kind: z.literal('destination-allowed'),
  coolingOffSeconds: z
    .int()
    .min(0)
    .max(90 * DAY),
  waivable: z.literal(false),
});

const assetAllowed = z.strictObject({
  id: slug,
  kind: z.literal('asset-allowed'),
  assetIds: z.array(assetId).min(1).max(100).refine(areUnique, 'an asset is listed twice'),
  waivable: z.literal(false),
});

const fixed = { waivable: z.literal(false) };
const waivable = { waivable: z.literal(true), ceiling: decimal };

const perTransfer = { id: slug, kind: z.literal('amount-per-transfer'), assetId, max: decimal };
const amountPerTransfer = z.discriminatedUnion('waivable', [
  z.strictObject({ ...perTransfer, ...fixed }),
  z.strictObject({ ...perTransfer, ...waivable }),
]);

const rolling = {
  id: slug,
  kind: z.literal('rolling-amount'),
  assetId,
  scope: z.enum(['safe', 'destination', 'requester']),
  windowSeconds: z
    .int()
    .min(HOUR)
    .max(31 * DAY),
  max: decimal,
};
const rollingAmount = z.discriminatedUnion('waivable', [
  z.strictObject({ ...rolling, ...fixed }),
  z.strictObject({ ...rolling, ...waivable }),
]);

const rule = z.discriminatedUnion('kind', [
  destinationAllowed,
  assetAllowed,
  amountPerTransfer,
  rollingAmount,
]);
const tier = z.strictObject({
  name: slug,
  assetId,
  upTo: decimal,
  require: quorum,
  /** Confirmers enter destination and amount from the ticket before they are shown either; absent is no. */
  rekey: z.boolean().exactOptional(),
});

/**
 * The policy document, version 1. An order-free list of rules: what it does not name is denied, and a
 * contradiction (a rule id or a tier twice, a ceiling below its limit) is refused before anyone can approve it.
 */
export const PolicyDocumentSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._()#/-]{0,63}$/),
    rules: z.array(rule).max(200),
    tiers: z.array(tier).max(200),
    exceptionQuorum: quorum,
    maxExpirySeconds: z
      .int()
      .min(60)
      .max(31 * DAY),
    /** How many clearances of one requester people are asked about within any hour; `PROMPTS_PER_HOUR` if absent. */
    maxPromptsPerHour: z.int().min(1).max(100).exactOptional(),
  })
  .superRefine((document, context) => {
    const refuse = (path: PropertyKey[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (!areUnique(document.rules.map((each) => each.id))) refuse(['rules'], 'a rule id is used twice');
    const isSameStep = (
      a: { assetId: string; upTo: string },
      b: { assetId: string; upTo: string },
    ): boolean => a.assetId === b.assetId && compareDecimals(a.upTo, b.upTo) === 0;
    const { tiers } = document;
    if (tiers.some((each, index) => tiers.slice(index + 1).some((other) => isSameStep(each, other))))
      refuse(['tiers'], 'an asset has two tiers up to the same amount');
    document.rules.forEach((each, index) => {
      if ('ceiling' in each && compareDecimals(each.ceiling, each.max) < 0) {
        refuse(['rules', index, 'ceiling'], 'the ceiling of an exception is below the limit itself');
      }
    });
  });

export type PolicyDocument = z.infer<typeof PolicyDocumentSchema>;
export type Rule = PolicyDocument['rules'][number];
export type RuleKind = Rule['kind'];
export type DestinationAllowedRule = Extract<Rule, { kind: 'destination-allowed' }>;
export type AssetAllowedRule = Extract<Rule, { kind: 'asset-allowed' }>;
export type AmountPerTransferRule = Extract<Rule, { kind: 'amount-per-transfer' }>;
export type RollingAmountRule = Extract<Rule, { kind: 'rolling-amount' }>;
export type Tier = PolicyDocument['tiers'][number];

/** One immutable, numbered version of the rules. */
export interface Policy {
  readonly version: number;
  readonly hash: Bytes32;
  readonly activeFrom: UnixSeconds;
  readonly document: PolicyDocument;
}

/** What the version is named by in decisions and clearances: keccak256 of the document's RFC 8785 form. */
export function policyHash(document: PolicyDocument): Bytes32 {
  return parseBytes32(canonicalHash(document));
}

/** The document's JSON Schema, for editors and for people who write policies. */
export function policyJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(PolicyDocumentSchema);
}

/** A quorum as it is stored inside a decision. */
export const RequirementSchema = requirement;

function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

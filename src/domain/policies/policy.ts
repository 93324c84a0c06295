import { z } from 'zod';
import { compareDecimals } from '../values/amount.js';
import { canonicalHash } from '../values/canonical-json.js';
import { contradiction, noneTwice } from '../values/contradiction.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import {
  DAY,
  assetId,
  decimal,
  dollars,
  ofAsset,
  ofDollars,
  quorum,
  requirement,
  slug,
} from './policy-parts.js';
import { type Rule, RuleSchema, kindOf } from './rule-kinds.js';

const LABEL = 'expected 1 to 64 plain letters, digits, spaces and . _ ( ) # / -';

const step = {
  name: slug,
  require: quorum,
  /** Confirmers must enter destination and amount from the ticket before they see either; absent means no. */
  rekey: z.boolean().exactOptional(),
};
const tier = z.discriminatedUnion('unit', [
  z.strictObject({ ...step, ...ofAsset, upTo: decimal }),
  z.strictObject({ ...step, ...ofDollars, upTo: dollars }),
]);

/** The price in USD of one whole unit of an asset. If a feed exists too, the higher price counts. */
const price = z.strictObject({
  assetId,
  usd: z
    .string()
    .regex(
      /^(?:0\.(?=[0-9]*[1-9])|[1-9][0-9]{0,29}(?:\.(?=[0-9])|$))[0-9]{0,18}$/,
      'expected dollars above zero, such as "1.00"',
    ),
});

/**
 * The policy document, version 1: a list of rules whose order does not matter. What it does not name is denied.
 * Contradictions (a rule id or tier twice, a ceiling below its limit) are refused before anyone can approve it.
 */
export const PolicyDocumentSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._()#/-]{0,63}$/, LABEL),
    rules: z
      .array(RuleSchema)
      .max(200)
      .superRefine(noneTwice('a rule id is used twice', (each) => each.id, ['id'])),
    tiers: z.array(tier).max(200),
    prices: z
      .array(price)
      .max(100)
      .superRefine(noneTwice('an asset has two prices', (each) => each.assetId, ['assetId']))
      .exactOptional(),
    exceptionQuorum: quorum,
    maxExpirySeconds: z
      .int()
      .min(60)
      .max(31 * DAY),
    /** The most clearances of one requester that people are asked about in an hour; `PROMPTS_PER_HOUR` if absent. */
    maxPromptsPerHour: z.int().min(1).max(100).exactOptional(),
  })
  .superRefine((document, context) => {
    const refuse = (path: PropertyKey[], message: string): void => {
      context.addIssue(contradiction(path, message));
    };
    const { tiers } = document;
    tiers.forEach((each, index) => {
      if (tiers.slice(0, index).some((other) => isSameStep(each, other)))
        refuse(['tiers', index, 'upTo'], 'an asset has two tiers up to the same amount');
    });
    document.rules.forEach((each, index) => {
      const fault = kindOf(each).fault?.(each);
      if (fault) refuse(['rules', index, ...fault.at], fault.message);
      if (isCeilingTooLow(each))
        refuse(['rules', index, 'ceiling'], 'the ceiling of an exception is below the limit itself');
    });
  });

export type PolicyDocument = z.infer<typeof PolicyDocumentSchema>;
export type { Rule };
/** The rules of one kind. */
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;
export type Tier = PolicyDocument['tiers'][number];

/** One immutable, numbered version of the rules. */
export interface Policy {
  readonly version: number;
  readonly hash: Bytes32;
  readonly activeFrom: UnixSeconds;
  readonly document: PolicyDocument;
}

/** Identifies a version in decisions and clearances: keccak256 of the document's RFC 8785 form. */
export function policyHash(document: PolicyDocument): Bytes32 {
  return parseBytes32(canonicalHash(document));
}

/** The document's JSON Schema, for editors and for people who write policies. */
export function policyJsonSchema(): z.core.JSONSchema.BaseSchema {
  const title = 'Policy document of Sluice, version 1';
  return { ...z.toJSONSchema(PolicyDocumentSchema, { io: 'input', reused: 'ref' }), title };
}

/** A quorum as it is stored inside a decision. */
export const RequirementSchema = requirement;

function isCeilingTooLow(rule: Rule): boolean {
  if (!('ceiling' in rule) || !('max' in rule)) return false;
  return compareDecimals(String(rule.ceiling), String(rule.max)) < 0;
}

function isSameStep(one: Tier, other: Tier): boolean {
  const isSameMeasure =
    one.unit === 'usd' || other.unit === 'usd' ? one.unit === other.unit : one.assetId === other.assetId;
  return isSameMeasure && compareDecimals(one.upTo, other.upTo) === 0;
}

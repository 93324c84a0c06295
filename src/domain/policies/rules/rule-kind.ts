import type { z } from 'zod';
import type { Facts } from '../facts.js';
import type { Valuer } from '../price.js';
import type { RuleResult } from '../rule-result.js';
import type { PolicyNames } from '../rule-words.js';
import type { RecentMatch, RollingSum, ScopeFacts, WindowFacts } from '../scopes.js';

type KeyOf<R> = R extends unknown ? keyof R : never;

/** The upper ends of the tiers, lowest first: of the transfer's asset, or those in US dollars. */
export type StepsIn = (unit: 'asset' | 'usd') => readonly { readonly upTo: bigint }[];

/**
 * One kind of rule; everything else about rules is common to all. A rule that names an asset, a person or a group
 * (`assetId`, `personId`, `group`) applies only to their transfers. `waivable` and `ceiling` are compared in the same
 * way for all kinds.
 */
export interface RuleKind<R extends { readonly kind: string }> {
  readonly kind: R['kind'];
  /** The schema of the rule. */
  readonly shape: z.ZodType<R>;
  /**
   * Whether a policy denies everything without a rule of this kind: `once` needs any, `for-each-asset` one in the
   * asset's own units.
   */
  readonly needed?: 'once' | 'for-each-asset';
  /** Why a document with this rule is refused although the schema accepts it; undefined if it is not. */
  readonly fault?: (rule: R) => { readonly at: readonly string[]; readonly message: string } | undefined;
  readonly evaluate: (rule: R, facts: Facts, value: Valuer, stepsIn: StepsIn) => RuleResult;
  /** The rule in words that leave out nothing but its id, because people sign them. */
  readonly words: (rule: R, names: PolicyNames) => string;
  /** The members that `isTighter` compares. All others, including future ones, must be equal. */
  readonly compared: readonly KeyOf<R>[];
  /** Whether the second form permits nothing that the first does not, for any transfer. */
  readonly isTighter: (before: R, after: R) => boolean;
  /** How the limit compares with others, for the review of a document. Every kind with a `max` has it. */
  readonly limit?: LimitReview<R>;
  /** The sum that the rule needs to know; null if it denies whatever was used. */
  readonly rolling?: (rule: R, facts: WindowFacts, usd: bigint | null) => RollingSum | null;
  /** The earlier transfers that the rule needs to know; null if there can be none. */
  readonly recent?: (rule: R, facts: ScopeFacts & Pick<WindowFacts, 'amount'>) => RecentMatch | null;
}

/** A kind of rule with a `max`. */
export type LimitKind<R extends { readonly kind: string; readonly max: unknown }> = RuleKind<R> &
  Required<Pick<RuleKind<R>, 'limit'>>;

export interface LimitReview<R> {
  /** Whether it measures only the single transfer. */
  readonly isOfOneTransfer: boolean;
  /** Whether it measures at least as much as a limit of one transfer does, for every transfer in its unit. */
  readonly bindsOneTransfer: (rule: R) => boolean;
  /** Whether it measures at least as much as another of its kind, for every transfer that the other applies to. */
  readonly isWider: (rule: R, other: R) => boolean;
}

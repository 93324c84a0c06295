import type { z } from 'zod';
import type { Facts } from '../facts.js';
import type { Valuer } from '../price.js';
import type { RuleResult } from '../rule-result.js';
import type { PolicyNames } from '../rule-words.js';
import type { RecentMatch, RollingSum, ScopeFacts, WindowFacts } from '../scopes.js';

type KeyOf<R> = R extends unknown ? keyof R : never;

/** The upper ends of the tiers of the transfer's asset, or of those in US dollars, with the lowest first. */
export type StepsIn = (unit: 'asset' | 'usd') => readonly { readonly upTo: bigint }[];

/**
 * What is particular to one kind of rule; everything else about rules is the same for all. A rule that names an asset, a
 * person or a group (`assetId`, `personId`, `group`) is asked only about their transfers, and `waivable` with `ceiling` are
 * compared for all alike.
 */
export interface RuleKind<R extends { readonly kind: string }> {
  readonly kind: R['kind'];
  /** How it is written. */
  readonly shape: z.ZodType<R>;
  /** Without a rule of such a kind a policy denies: without any, or without one in the units of the asset itself. */
  readonly needed?: 'once' | 'for-each-asset';
  /** Why a document with such a rule is refused, though it has the shape; undefined if it is not. */
  readonly fault?: (rule: R) => { readonly at: readonly string[]; readonly message: string } | undefined;
  readonly evaluate: (rule: R, facts: Facts, value: Valuer, stepsIn: StepsIn) => RuleResult;
  /** The rule in words that leave nothing out but its id: people sign them. */
  readonly words: (rule: R, names: PolicyNames) => string;
  /** The members that `isTighter` compares. All others must be the same, whatever they come to be. */
  readonly compared: readonly KeyOf<R>[];
  /** Whether the second form permits nothing that the first does not, whatever the transfer. */
  readonly isTighter: (before: R, after: R) => boolean;
  /** How it stands to other limits, for the review of a document. What has a `max` says it. */
  readonly limit?: LimitReview<R>;
  /** The sum that it must be told; null where it denies whatever has been used. */
  readonly rolling?: (rule: R, facts: WindowFacts, usd: bigint | null) => RollingSum | null;
  /** The earlier transfers that it must be told; null if there can be none. */
  readonly recent?: (rule: R, facts: ScopeFacts & Pick<WindowFacts, 'amount'>) => RecentMatch | null;
}

/** A kind of rule with a `max`. */
export type LimitKind<R extends { readonly kind: string; readonly max: unknown }> = RuleKind<R> &
  Required<Pick<RuleKind<R>, 'limit'>>;

export interface LimitReview<R> {
  /** Whether it measures nothing but the one transfer. */
  readonly isOfOneTransfer: boolean;
  /** Whether it measures at least as much as a limit of one transfer, of every transfer in its unit. */
  readonly bindsOneTransfer: (rule: R) => boolean;
  /** Whether it measures at least as much as another of its kind, of every transfer that the other is about. */
  readonly isWider: (rule: R, other: R) => boolean;
}

import type { Facts } from './facts.js';
import type { Unknown, Valuer } from './price.js';
import { type RecentTransfer, recentOf } from './recent-transfers.js';

/** What is joined: transfers in the window whose amount is below a tier's upper end by no more than the margin. */
interface Joining {
  readonly id: string;
  readonly unit?: 'asset' | 'usd';
  readonly windowSeconds: number;
  readonly margin: string;
}

/** The sum of a transfer and those that it is joined with. */
export type Joined = KnownSum | Unknown;

export interface KnownSum {
  readonly isKnown: true;
  readonly own: bigint;
  readonly sum: bigint;
  /** How many it is joined with. */
  readonly others: number;
}

/**
 * Joins a transfer with earlier ones just under the same tier end: above the end less the margin, and not above the
 * end. A transfer just under no end is joined with none. Where margins overlap, the larger sum counts.
 */
export function joinedSum(
  rule: Joining,
  facts: Facts,
  steps: readonly { readonly upTo: bigint }[],
  value: Valuer,
): Joined {
  const earlier = recentOf(rule, facts);
  const isInDollars = rule.unit === 'usd';
  const worth = isInDollars ? value(facts.amount) : { isKnown: true as const, value: facts.amount };
  if (!worth.isKnown) return worth;
  const values = earlier.map((each) => (isInDollars ? each.usd : each.amount));
  const unvalued = values.findIndex((each) => each === null);
  if (unvalued >= 0) return notValued(earlier[unvalued]);
  const own = worth.value;
  let [sum, others] = [own, 0];
  for (const { upTo } of steps) {
    const isUnder = justUnder(upTo, rule.margin);
    if (!isUnder(own)) continue;
    const joined = values.filter((each) => each !== null && isUnder(each)) as bigint[];
    const total = joined.reduce((part, each) => part + each, own);
    if (total > sum) [sum, others] = [total, joined.length];
  }
  return { isKnown: true, own, sum, others };
}

function justUnder(upTo: bigint, margin: string): (value: bigint) => boolean {
  const digits = margin.slice('0.'.length);
  const whole = 10n ** BigInt(digits.length);
  const from = upTo * (whole - BigInt(digits));
  return (value) => value <= upTo && value * whole > from;
}

/** An earlier transfer without a value makes the sum unknown. It does not count as zero. */
function notValued(transfer: RecentTransfer | undefined): Unknown {
  const words = `The transfer ${transfer?.transferId ?? ''} was not valued in US dollars.`;
  return { isKnown: false, code: 'PRICE_UNAVAILABLE', words };
}

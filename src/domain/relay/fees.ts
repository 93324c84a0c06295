/** Wei per gas, as EIP-1559 has them. */
export interface Fees {
  readonly maxFee: bigint;
  readonly tip: bigint;
}

export interface FeeMarket {
  readonly baseFee: bigint;
  /** What each provider says that others tip. */
  readonly tips: readonly bigint[];
  /** Below this the chain's nodes do not take a transaction on. */
  readonly leastTip: bigint;
}

/** What bytes are for: to execute what was approved, to burn its nonce, or only to use up an account nonce. */
export type Purpose = 'execute' | 'burn' | 'void';

const GWEI = 1_000_000_000n;
const MOST_TIP = 20n * GWEI;

/**
 * What is offered afresh. Of the tips the lower median counts, so that one provider alone cannot raise it, within the
 * chain's floor and 20 gwei. A burn races the original, so it tips twice as much. Twice the base fee covers about six
 * full blocks of rises.
 */
export function quoteFees({ baseFee, tips, leastTip }: FeeMarket, purpose: Purpose): Fees {
  const said = lowerMedian(tips) ?? leastTip;
  const usual = said < leastTip ? leastTip : said > MOST_TIP ? MOST_TIP : said;
  const tip = purpose === 'burn' ? usual * 2n : usual;
  return { maxFee: 2n * baseFee + tip, tip };
}

export type NextFees =
  | { readonly kind: 'offered'; readonly fees: Fees; readonly isCapped: boolean }
  /** The cap is below the least increase that nodes take: the last bytes stay, and are valid again when fees fall. */
  | { readonly kind: 'kept' };

/**
 * The fees of new bytes. At an account nonce that nodes may have bytes for, both fees rise by an eighth at least: nodes
 * want a tenth on both. The first ones above the cap are offered at the cap.
 * @param last of the bytes that are replaced; undefined if no node has any
 */
export function nextFees(last: Fees | undefined, quote: Fees, cap: bigint): NextFees {
  const least = last && { maxFee: raised(last.maxFee), tip: raised(last.tip) };
  if (least && least.maxFee > cap) return { kind: 'kept' };
  const wanted = larger(quote.maxFee, least?.maxFee ?? 0n);
  const maxFee = wanted < cap ? wanted : cap;
  const tip = larger(quote.tip, least?.tip ?? 0n);
  const fees = { maxFee, tip: tip < maxFee ? tip : maxFee };
  return { kind: 'offered', fees, isCapped: quote.maxFee > cap };
}

/** The cap of a purpose. What pays nobody and stops a payment may cost more. */
export function capOf(purpose: Purpose, cap: bigint): bigint {
  return purpose === 'execute' ? cap : cap * 4n;
}

/** True if bytes of these fees cannot be replaced within the cap. */
export function isAtCap(fees: Fees, cap: bigint): boolean {
  return raised(fees.maxFee) > cap;
}

/** An eighth more, rounded up: divided down, small fees would never rise. */
function raised(fee: bigint): bigint {
  return (fee * 9n + 7n) / 8n;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

/** The middle one; of two the lower. */
export function lowerMedian(values: readonly bigint[]): bigint | undefined {
  const ascending = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return ascending[Math.floor((ascending.length - 1) / 2)];
}

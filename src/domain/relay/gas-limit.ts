/** What one provider says that a call needs; null if it says that the call fails. */
export interface GasEstimate {
  readonly provider: string;
  readonly gas: bigint | null;
}

export interface GasBounds {
  /** Of the agreed block. */
  readonly block: bigint;
  /** For how much gas the key has coin, at the fees that it offers. */
  readonly payable: bigint;
}

export interface GasLimit {
  readonly gas: bigint;
  /** True if somebody is far off: then it is written down who said what. */
  readonly isDisputed: boolean;
}

/**
 * More than any transfer of a Safe needs: some 90,000 for three owners, 7,000 for each one more, and what a token's
 * `transfer` costs. Unused gas is not paid for, so a limit that is too high harms nobody who has the coin for it.
 */
export const MOST_GAS = 2_000_000n;

/** At least this if only one provider gives an estimate: nobody outvotes it then, and an execution without gas is paid for. */
const LEAST_BY_ONE = 500_000n;

/**
 * The gas limit of an execution: the highest estimate and a quarter more, because a Safe passes 63/64 of its gas on. One
 * provider's lie changes nothing that matters: a low one is outvoted, a high one is bounded, an error is left out. A
 * bound that the key cannot pay for gives way, down to the lowest estimate.
 * @returns undefined if every provider says that the call fails
 */
export function gasLimit(
  estimates: readonly GasEstimate[],
  { block, payable }: GasBounds,
): GasLimit | undefined {
  const given = estimates.flatMap(({ gas }) => (gas === null ? [] : [gas]));
  const [first, ...others] = given;
  if (first === undefined) return undefined;
  const highest = others.reduce((most, each) => (each > most ? each : most), first);
  const lowest = others.reduce((least, each) => (each < least ? each : least), first);
  const bounded = (gas: bigint): bigint => smaller(smaller((gas * 5n) / 4n, MOST_GAS), block);
  const isAlone = others.length === 0 && bounded(highest) < LEAST_BY_ONE;
  const wanted = isAlone ? smaller(LEAST_BY_ONE, block) : bounded(highest);
  const needed = bounded(lowest);
  const affordable = smaller(wanted, payable);
  return {
    gas: affordable > needed ? affordable : needed,
    isDisputed: given.length < estimates.length || highest * 4n > lowest * 5n,
  };
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

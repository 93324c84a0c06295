import type { Fees } from './fees.js';

/** Few enough to be told early, many enough to go on meanwhile. */
const EXECUTIONS = 20n;
/** A usual execution, of a token by three owners. */
const GAS_OF_ONE = 150_000n;

/** How much coin a relayer's key should have at least, at these fees. */
export function leastFunds({ maxFee }: Fees): bigint {
  return EXECUTIONS * GAS_OF_ONE * maxFee;
}

/** For how many executions an amount of coin is enough, at these fees. */
export function executionsFor(coin: bigint, { maxFee }: Fees): bigint {
  return coin / (GAS_OF_ONE * (maxFee > 0n ? maxFee : 1n));
}

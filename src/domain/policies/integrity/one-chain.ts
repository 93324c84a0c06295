import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'one-chain';
const PASSED = passed(RULE, 'Safe, asset and destination are on the chain of the intent.');

/**
 * Everything in a transfer must name the intent's chain: an address approved on one chain may be nobody's, or an
 * attacker's, on another.
 */
export function oneChain({ chainId, safe, asset, destination }: Facts): RuleResult {
  const parts = [safe, asset, ...(destination === null ? [] : [destination])];
  if (parts.every((part) => part.chainId === chainId)) {
    return PASSED;
  }
  const words = `Safe, asset and destination are not all on chain ${String(chainId)}.`;
  return denied('integrity', RULE, { code: 'CHAIN_MISMATCH', words });
}

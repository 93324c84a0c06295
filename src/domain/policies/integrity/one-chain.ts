import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'one-chain';
const PASSED = passed(RULE, 'Safe, asset and destination are on the chain of the intent.');

/** An address approved on one chain may be nobody's, or an attacker's, on another: all parts name the intent's chain. */
export function oneChain({ chainId, safe, asset, destination }: Facts): RuleResult {
  const parts = [safe, asset, ...(destination === null ? [] : [destination])];
  if (parts.every((part) => part.chainId === chainId)) {
    return PASSED;
  }
  const words = `Safe, asset and destination are not all on chain ${String(chainId)}.`;
  return denied('integrity', RULE, { code: 'CHAIN_MISMATCH', words });
}

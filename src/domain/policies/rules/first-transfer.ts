import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import { type RuleResult, allowed } from '../rule-result.js';

/**
 * Until a transfer of the asset to the destination has settled, each may only be a canary, whatever the entry says. What is
 * still on its way proves nothing. Without the entry's terms it is not known what has settled: it throws.
 */
export function firstTransferLimit(rule: RuleOf<'first-transfer'>, facts: Facts, value: Valuer): RuleResult {
  const settled = facts.destination?.terms?.settledTransfers;
  if (settled === undefined) throw new TypeError('it is not known what has settled at the destination');
  const { symbol } = facts.asset;
  if (settled > 0) {
    const words = `The destination has received ${symbol} before: ${String(settled)} settled.`;
    return allowed('policy', rule.id, words);
  }
  return againstLimit(rule, facts, value, {
    before: 0n,
    code: 'FIRST_TRANSFER_CANARY',
    say: (measured, is, max) =>
      `No transfer of ${symbol} to this destination has settled yet; ${measured} is ${is} the ${max} that may go first.`,
  });
}

import { formatAmount } from '../../values/amount.js';
import type { DestinationTerms, Facts } from '../facts.js';
import { type RuleResult, allowed, limited } from '../rule-result.js';

const RULE = 'first-transfer';

/**
 * Until a transfer of the asset to this entry has settled, each may only be a canary, so that a wrong address costs
 * little. A transfer still in flight proves nothing, so two first transfers at once are both limited.
 */
export function firstTransfer({ amount, asset }: Facts, terms: DestinationTerms): RuleResult {
  const { canary, settledTransfers } = terms;
  if (canary === null) {
    return allowed('integrity', RULE, 'The entry was founded without an amount for first transfers.');
  }
  if (settledTransfers > 0) {
    const words = `The destination has received ${asset.symbol} before: ${String(settledTransfers)} settled.`;
    return allowed('integrity', RULE, words);
  }
  const print = (units: bigint): string => `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
  const words =
    `No transfer of ${asset.symbol} to this destination has settled yet; ${print(amount)} is ` +
    `${amount <= canary ? 'within' : 'above'} the ${print(canary)} that may go first.`;
  const measurement = {
    unit: 'asset' as const,
    measured: amount,
    bound: canary,
    headroom: canary,
    ceiling: null,
  };
  return { ...limited(RULE, measurement, { code: 'FIRST_TRANSFER_CANARY', words }), kind: 'integrity' };
}

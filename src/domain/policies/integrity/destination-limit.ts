import { formatAmount } from '../../values/amount.js';
import type { DestinationTerms, Facts } from '../facts.js';
import { type RuleResult, allowed, limited } from '../rule-result.js';

const RULE = 'destination-limit';

/** The entry's own limit for one transfer, whatever the policy allows. */
export function destinationLimit({ amount, asset }: Facts, { maxPerTransfer }: DestinationTerms): RuleResult {
  if (maxPerTransfer === null) {
    return allowed('integrity', RULE, `The destination has no limit of its own for ${asset.symbol}.`);
  }
  const print = (units: bigint): string => `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
  const words = `A transfer of ${print(amount)} is ${amount <= maxPerTransfer ? 'within' : 'above'} the destination's own limit of ${print(maxPerTransfer)}.`;
  const measurement = {
    unit: 'asset' as const,
    measured: amount,
    bound: maxPerTransfer,
    headroom: maxPerTransfer,
    ceiling: null,
  };
  return { ...limited(RULE, measurement, { code: 'LIMIT_DESTINATION', words }), kind: 'integrity' };
}

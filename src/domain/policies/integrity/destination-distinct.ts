import type { DestinationTerms, Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'destination-distinct';
const PASSED = passed(RULE, 'No other entry of the address book can be confused with the destination.');

/** An entry with a look-alike is not paid, unless the difference was seen when one of the two was approved. */
export function destinationDistinct({ destination }: Facts, { lookalikes }: DestinationTerms): RuleResult {
  const [first] = lookalikes;
  if (first === undefined) {
    return PASSED;
  }
  const words =
    `The destination "${destination?.label ?? ''}" can be confused with "${first.label}" (${first.address}), ` +
    `and neither entry was approved with that said.`;
  return denied('integrity', RULE, { code: 'DEST_LOOKALIKE', words });
}

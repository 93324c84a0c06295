import type { Decision } from './decision.js';
import type { Facts } from './facts.js';

/**
 * For each waived rule, the value up to which it is waived, in the rule's unit. It is the lowest ceiling among the
 * exceptions that made the quorum, because each of those people allowed no more than their own.
 */
export function waivedCeilings(
  decision: Pick<Decision, 'reasons'>,
  facts: Pick<Facts, 'exceptions'>,
): ReadonlyMap<string, bigint> {
  const waived = decision.reasons.filter(({ outcome }) => outcome === 'waived');
  return new Map(waived.map(({ rule, exceptionIds }) => [rule, lowest(rule, exceptionIds, facts)]));
}

function lowest(rule: string, exceptionIds: readonly string[], facts: Pick<Facts, 'exceptions'>): bigint {
  const ceilings = facts.exceptions
    .filter((each) => each.rule === rule && exceptionIds.includes(each.exceptionId))
    .map((each) => each.ceiling);
  const [first, ...others] = ceilings;
  if (first === undefined) throw new TypeError(`${rule} is waived by no exception`);
  return others.reduce((least, each) => (each < least ? each : least), first);
}

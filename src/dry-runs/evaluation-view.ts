import { fits } from '../domain/confirmations/quorum.js';
import { mayAct } from '../domain/duties/abilities.js';
import { bestKeyKind } from '../domain/identity/person.js';
import { printFacts } from '../domain/policies/facts.js';
import { formatMeasure, unitSymbol } from '../domain/policies/measure.js';
import { policyHash } from '../domain/policies/policy.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { ASSUMED, type Evaluated } from './dry-run.js';
import type { EvaluationView } from './evaluations.contract.js';

/** A dry run as the API shows it. */
export function evaluationView(evaluated: Evaluated): EvaluationView {
  const { decision, facts, policy, isDraft } = evaluated;
  const { version, document } = policy;
  return {
    at: printTimestamp(facts.now),
    isPast: false,
    policy: { version, hash: policyHash(document), name: document.name, isDraft },
    decision,
    confirmers: confirmersOf(evaluated),
    windows: windowsOf(evaluated),
    facts: printFacts(facts),
    assumed: [...ASSUMED],
    missing: [],
    sources: [],
  };
}

function confirmersOf({ decision, facts, people }: Evaluated): EvaluationView['confirmers'] {
  const able = people.filter(
    (person) => person.id !== facts.requester.personId && mayAct(person, 'approver', facts.now),
  );
  return (decision.tier?.require ?? []).map((place) => ({
    ...place,
    people: able
      .filter((each) =>
        fits([place], { groups: each.groups, key: bestKeyKind(each, facts.now) ?? 'passkey' }),
      )
      .map(({ id, name }) => ({ id, name })),
  }));
}

/** The limit windows. A rule that could not be evaluated, for want of a price say, has none; its reason says why. */
function windowsOf({ decision, facts }: Evaluated): EvaluationView['windows'] {
  return facts.rolling.flatMap(({ ruleId, scopeKey, used, fitsAt, frees = [] }) => {
    const reason = decision.reasons.find(({ kind, rule }) => kind === 'policy' && rule === ruleId);
    const { unit = null, bound = null, headroom = null } = reason ?? {};
    if (unit === null || bound === null || headroom === null) return [];
    const { symbol, decimals } = facts.asset;
    const display = (value: bigint): string => formatMeasure(value, unit, decimals);
    return [
      {
        rule: ruleId,
        scope: scopeKey,
        unit,
        symbol: unitSymbol(unit, symbol),
        used: used.toString(),
        max: bound,
        free: headroom,
        display: { used: display(used), max: display(BigInt(bound)), free: display(BigInt(headroom)) },
        fits: fitsAt === undefined,
        fitsAt: fitsAt === undefined || fitsAt === null ? null : printTimestamp(fitsAt),
        frees: frees.map((each) => ({
          at: printTimestamp(each.at),
          used: each.used.toString(),
          display: display(each.used),
        })),
      },
    ];
  });
}

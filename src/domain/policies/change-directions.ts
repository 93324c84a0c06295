import { canonicalJson } from '../values/canonical-json.js';
import { policyDirection } from './policy-direction.js';
import type { PolicyDocument, Tier } from './policy.js';

/** Lines of a policy that a change touches: "rule per-day", "tier large", "the quorum for exceptions". */
export interface ChangedLines {
  readonly loosened: readonly string[];
  readonly tightened: readonly string[];
}

interface Line {
  readonly name: string;
  readonly value: unknown;
  /** The document before, with only this line changed. */
  readonly alone: PolicyDocument;
}

/**
 * Which lines of a policy a change loosens and which it tightens, each judged with all other lines unchanged. A line
 * whose direction is unclear loosens.
 */
export function changedLines(before: PolicyDocument, after: PolicyDocument): ChangedLines {
  const [were, are] = [linesOf(before, before), linesOf(before, after)];
  const names = [...new Set([...were.keys(), ...are.keys()])].sort();
  const changed = names.filter((name) => textOf(were.get(name)) !== textOf(are.get(name)));
  const loosens = (name: string): boolean =>
    policyDirection(before, (are.get(name) ?? without(before, name)).alone) === 'loosens';
  return { loosened: changed.filter(loosens), tightened: changed.filter((name) => !loosens(name)) };
}

function linesOf(before: PolicyDocument, after: PolicyDocument): ReadonlyMap<string, Line> {
  const { exceptionQuorum, maxExpirySeconds, rules, tiers, ...rest } = after;
  const rest_ = Object.entries(rest).filter(([member]) => member !== 'schemaVersion' && member !== 'name');
  const lines: Line[] = [
    ...rules.map((rule) => ({
      name: `rule ${rule.id}`,
      value: rule,
      alone: { ...before, rules: [...before.rules.filter(({ id }) => id !== rule.id), rule] },
    })),
    ...tiers.map((tier) => ({
      name: tierName(tier),
      value: tier,
      alone: {
        ...before,
        tiers: [...before.tiers.filter((each) => tierName(each) !== tierName(tier)), tier],
      },
    })),
    { name: 'the quorum for exceptions', value: exceptionQuorum, alone: { ...before, exceptionQuorum } },
    { name: 'the longest expiry', value: maxExpirySeconds, alone: { ...before, maxExpirySeconds } },
    ...rest_.map(([member, value]) => ({ name: member, value, alone: { ...before, [member]: value } })),
  ];
  return new Map(lines.map((line) => [line.name, line]));
}

/** The document before, without this line. */
function without(before: PolicyDocument, name: string): Pick<Line, 'alone'> {
  const [member] = Object.keys(before).filter((each) => each === name);
  if (member !== undefined) {
    const rest = Object.fromEntries(Object.entries(before).filter(([each]) => each !== member));
    return { alone: rest as PolicyDocument };
  }
  return {
    alone: {
      ...before,
      rules: before.rules.filter(({ id }) => `rule ${id}` !== name),
      tiers: before.tiers.filter((tier) => tierName(tier) !== name),
    },
  };
}

/** Tiers are identified by name and upper end, because two may share a name. */
function tierName(tier: Tier): string {
  const unit = tier.unit === 'usd' ? 'USD' : tier.assetId;
  return `tier ${tier.name} up to ${tier.upTo} ${unit}`;
}

function textOf(line: Line | undefined): string | undefined {
  return line && canonicalJson(line.value as Parameters<typeof canonicalJson>[0]);
}

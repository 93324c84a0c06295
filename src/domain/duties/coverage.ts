import type { Person } from '../identity/person.js';
import type { PolicyDocument, Rule, Tier } from '../policies/policy.js';
import type { SafeId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Abilities, type OwnedSafe, abilitiesOf, abilitiesOutside } from './abilities.js';
import { type Demand, deficitOf, totalOf, without } from './demand.js';
import { type Movers, smallestMovers } from './movers.js';
import { type Named, type NamedQuorum, type QuorumCoverage, quorumCoverage } from './quorum-coverage.js';
import { type DutyWarning, dutyWarnings } from './warnings.js';

/** The most sets of people that are listed one by one. */
const SETS_MAX = 50;

interface CoveredSafe extends OwnedSafe {
  readonly id: SafeId;
  readonly label: string;
}

/** The people and the rules at one moment. */
export interface DutyWorld {
  readonly people: readonly Person[];
  readonly safes: readonly CoveredSafe[];
  readonly policy: PolicyDocument;
  /** Quorums outside the policy: those of governed changes. */
  readonly quorums: readonly NamedQuorum[];
  readonly now: UnixSeconds;
}

/**
 * A way for funds to leave a Safe: within a tier, within it with an excepted limit, or past Sluice by the owners'
 * signatures alone, which nothing on chain prevents (invariant 20).
 */
export type Way =
  | { readonly kind: 'tier' | 'exception'; readonly safe: CoveredSafe; readonly tier: Tier }
  | { readonly kind: 'outside'; readonly safe: CoveredSafe };

export type CoveredWay = Way & {
  readonly movers: Movers;
  /** Why nobody can use this way, in words; empty if somebody can. */
  readonly missing: readonly string[];
  /** Owners of the Safe for whom nobody can sign through Sluice today. */
  readonly unmapped: readonly string[];
};

/** Every way, in the order of Safes and tiers. An exception is a way only if some limit is waivable. */
export function waysOf({ safes, policy }: DutyWorld): readonly Way[] {
  return safes.flatMap((safe): readonly Way[] => [
    ...policy.tiers.flatMap((tier): readonly Way[] => {
      const isWaivable = policy.rules.some((rule) => rule.waivable && isAbout(rule, tier));
      const plain = { kind: 'tier' as const, safe, tier };
      return isWaivable ? [plain, { ...plain, kind: 'exception' }] : [plain];
    }),
    { kind: 'outside', safe },
  ]);
}

/** Whether a rule can apply to a transfer in a tier. A tier in US dollars can hold any asset. */
function isAbout(rule: Rule, tier: Tier): boolean {
  if (tier.unit === 'usd' || !('assetId' in rule)) return true;
  return rule.assetId === tier.assetId;
}

/** "Which N people suffice to move funds?", for one way (invariant 10). */
export function coverWay(way: Way, { people, policy, now }: DutyWorld): CoveredWay {
  const { safe } = way;
  const isOutside = way.kind === 'outside';
  const abilities = people.map((each) =>
    isOutside ? abilitiesOutside(each, safe) : abilitiesOf(each, safe, now),
  );
  const demand: Demand = {
    asksRequester: !isOutside,
    confirm: isOutside ? null : way.tier.require,
    except: way.kind === 'exception' ? policy.exceptionQuorum : null,
    threshold: safe.threshold,
  };
  const movers = smallestMovers(abilities, demand, SETS_MAX);
  const missing = movers.size === null ? missingWords(abilities, demand) : [];
  return { ...way, movers, missing, unmapped: unmappedOf(way, people, now) };
}

/** What is missing, for the requester with whom the least is. */
function missingWords(abilities: readonly Abilities[], demand: Demand): readonly string[] {
  const requesters = abilities.filter(({ requests }) => requests);
  if (demand.asksRequester && requesters.length === 0) return ['nobody may request'];
  const rests = demand.asksRequester ? requesters.map((each) => without(abilities, each)) : [abilities];
  const [least] = rests
    .map((people) => ({ people, deficit: deficitOf(people, demand) }))
    .sort((one, other) => totalOf(one.deficit) - totalOf(other.deficit));
  if (!least) return [];
  const { people, deficit } = least;
  const owners = people.filter(({ ownerKeys }) => ownerKeys > 0);
  const can = owners.reduce((sum, { ownerKeys }) => sum + ownerKeys, 0);
  const who = owners.length === 0 ? '' : `: ${owners.map(({ name }) => name).join(', ')}`;
  return [
    ...(deficit.confirm > 0 ? [`confirmations: ${places(deficit.confirm)}`] : []),
    ...(deficit.except > 0 ? [`exception: ${places(deficit.except)}`] : []),
    ...(deficit.owners > 0
      ? [`needs ${String(demand.threshold)} owners, ${String(can)} can sign${who}`]
      : []),
  ];
}

function places(open: number): string {
  return open === 1 ? '1 place stays open' : `${String(open)} places stay open`;
}

function unmappedOf({ safe }: Way, people: readonly Person[], now: UnixSeconds): readonly string[] {
  return safe.owners.filter((owner) =>
    people.every((each) => abilitiesOf(each, { owners: [owner], threshold: 1 }, now).ownerKeys === 0),
  );
}

export interface Duties {
  readonly quorums: readonly QuorumCoverage[];
  /** People without any one of whom no way through Sluice is open. */
  readonly singlePoints: readonly Named[];
  readonly warnings: readonly DutyWarning[];
}

/** The ways together, and every quorum by itself. */
export function dutiesOf(world: DutyWorld, ways: readonly CoveredWay[]): Duties {
  const { people, safes, policy, now } = world;
  const quorums = [...policyQuorums(policy), ...world.quorums];
  return {
    quorums: quorums.map((quorum) => quorumCoverage(quorum, people, now)),
    singlePoints: singlePoints(ways),
    warnings: dutyWarnings({ people, safes, quorums, now }),
  };
}

function policyQuorums({ tiers, exceptionQuorum }: PolicyDocument): readonly NamedQuorum[] {
  const starters = ['operator'] as const;
  return [
    ...tiers.map(({ name, require }) => ({
      name: `tier ${name}`,
      role: 'approver' as const,
      starters,
      require,
    })),
    { name: 'exception', role: 'compliance', starters, require: exceptionQuorum },
  ];
}

function singlePoints(ways: readonly CoveredWay[]): readonly Named[] {
  const open = ways.filter(({ kind, movers }) => kind !== 'outside' && movers.size !== null);
  const [first, ...rest] = open.map(({ movers }) => movers.indispensable);
  return (first ?? []).filter(({ id }) => rest.every((list) => list.some((each) => each.id === id)));
}

import { CHANGE_KINDS } from '../changes/change.js';
import { type QuorumsContent, quorumOfKind } from '../changes/kinds/quorums.js';
import { type Requirement, shortPlaces } from '../confirmations/quorum.js';
import { requirementWords } from '../confirmations/requirement-words.js';
import type { Fault } from '../errors.js';
import { type Role, bestKeyKind, isActive } from '../identity/person.js';
import type { PolicyDocument } from '../policies/policy.js';
import { CONTRADICTION } from '../values/contradiction.js';
import { parseId } from '../values/identifier.js';
import { jsonPointer } from '../values/json-pointer.js';
import type { Registered } from './registered.js';

type Path = readonly PropertyKey[];

/** A quorum as it stands in a content. */
interface Asked {
  readonly at: Path;
  readonly name: string;
  readonly require: readonly Requirement[];
}

/** Something in a content that does not fit what is registered. */
export function misfitAt(at: Path, detail: string): Fault {
  return { pointer: jsonPointer(['content', ...at]), code: CONTRADICTION, detail };
}

/**
 * Assets and people that a policy names and nobody has registered, and quorums that the present people cannot meet:
 * those would block every transfer for ever.
 */
export function policyMisfits(register: Registered, document: PolicyDocument): readonly Fault[] {
  const tiers = document.tiers.map(({ name, require }, at): Asked => {
    return { at: ['tiers', at, 'require'], name: `the tier ${name}`, require };
  });
  return [
    ...assetsIn(document).flatMap(({ at, id }) =>
      register.asset(id) === undefined ? [misfitAt(at, `${id} is no registered asset`)] : [],
    ),
    ...document.rules.flatMap((rule, at) =>
      rule.kind === 'requester-limit' && !register.people.has(parseId('per', rule.personId))
        ? [misfitAt(['rules', at, 'personId'], `the rule ${rule.id} is about nobody who is registered`)]
        : [],
    ),
    ...tiers.flatMap((tier) => shortages(register, tier, 'approver')),
    ...shortages(
      register,
      { at: ['exceptionQuorum'], name: 'the exception quorum', require: document.exceptionQuorum },
      'compliance',
    ),
  ];
}

/** The proposer never counts as an approver, so the people must suffice without any one of them. */
export function quorumsMisfits(register: Registered, wanted: QuorumsContent): readonly Fault[] {
  const lists = CHANGE_KINDS.flatMap((kind): Asked[] => {
    const { loosen, tighten } = quorumOfKind(wanted, kind);
    // A kind that is not named takes the quorum of others, which is looked at there.
    if (wanted.kinds[kind] === undefined) return [];
    return [
      {
        at: ['kinds', kind, 'loosen', 'require'],
        name: `a loosening ${kind} change`,
        require: loosen.require,
      },
      {
        at: ['kinds', kind, 'tighten', 'require'],
        name: `a tightening ${kind} change`,
        require: tighten.require,
      },
    ];
  });
  const lookalike = { at: ['lookalike'], name: 'a destination with a look-alike', require: wanted.lookalike };
  return [...lists, lookalike].flatMap((each) => shortages(register, each));
}

function assetsIn({ rules, tiers, prices = [] }: PolicyDocument): readonly { at: Path; id: string }[] {
  return [
    ...rules.flatMap((rule, at) => {
      if ('assetIds' in rule)
        return rule.assetIds.map((id, index) => ({ at: ['rules', at, 'assetIds', index], id }));
      return 'assetId' in rule ? [{ at: ['rules', at, 'assetId'], id: rule.assetId }] : [];
    }),
    ...tiers.flatMap((tier, at) =>
      tier.unit === 'usd' ? [] : [{ at: ['tiers', at, 'assetId'], id: tier.assetId }],
    ),
    ...prices.map(({ assetId: id }, at) => ({ at: ['prices', at, 'assetId'], id })),
  ];
}

function shortages(register: Registered, { at, name, require }: Asked, role?: Role): readonly Fault[] {
  const people = [...register.people.values()].filter(isActive);
  const able = people.filter((each) => role === undefined || each.roles.includes(role));
  const candidates = able.map((each) => {
    return { groups: each.groups, key: bestKeyKind(each, register.ledger.clock) ?? 'passkey' };
  });
  const as = role === undefined ? '' : ` with the role ${role}`;
  return shortPlaces(require, candidates).map(({ index, place }) =>
    misfitAt([...at, index], `${name} needs ${requirementWords([place])}${as}, and there are fewer`),
  );
}

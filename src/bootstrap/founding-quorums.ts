import { CHANGE_KINDS } from '../domain/changes/change.js';
import { type QuorumsContent, quorumOfKind } from '../domain/changes/kinds/quorums.js';
import { type Requirement, seating, shortPlace } from '../domain/confirmations/quorum.js';
import { requirementWords } from '../domain/confirmations/requirement-words.js';
import type { Role } from '../domain/identity/person.js';
import type { PolicyDocument } from '../domain/policies/policy.js';

/** Quorums that the document's people cannot fill, which would block transfers for ever. */
export function quorumFaults({ people, policy, quorums: changes, foundingQuorum }: Asked): string[] {
  const quorums: { name: string; role?: Role; require: readonly Requirement[] }[] = [
    { name: 'the founding quorum', require: foundingQuorum },
    { name: 'the quorum for look-alikes', require: changes.lookalike },
    ...CHANGE_KINDS.flatMap((kind) => [
      { name: `a loosening ${kind} change`, require: quorumOfKind(changes, kind).loosen.require },
      { name: `a tightening ${kind} change`, require: quorumOfKind(changes, kind).tighten.require },
    ]),
    ...policy.tiers.map((tier) => ({
      name: `the tier ${tier.name}`,
      role: 'approver' as const,
      require: tier.require,
    })),
    { name: 'the exception quorum', role: 'compliance' as const, require: policy.exceptionQuorum },
  ];
  return quorums.flatMap(({ name, role, require }) => {
    const able = people.filter((each) => role === undefined || each.roles.includes(role));
    const candidates = new Map(
      able.map(({ id, groups, keys }) => {
        const isEvm = keys.some((key) => key.kind === 'evm' && key.purpose === 'confirmation');
        return [id, { groups, key: isEvm ? ('evm' as const) : ('passkey' as const) }];
      }),
    );
    const as = role === undefined ? '' : ` with the role ${role}`;
    // All lines together: nobody fills two places.
    const short = shortPlace(require, [...candidates.values()]);
    if (short) return [`${name} needs ${requirementWords([short])}${as}, and there are fewer`];
    const places = require.reduce((total, { count }) => total + count, 0);
    if (seating(require, candidates).length === places) return [];
    return [
      `${name} needs ${requirementWords(require)}${as}, each of them another person, and there are fewer`,
    ];
  });
}

/** The part of a founding document that says who must approve, and who there is. */
interface Asked {
  readonly people: readonly {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly groups: readonly string[];
    readonly keys: readonly { readonly kind: 'evm' | 'passkey'; readonly purpose: string }[];
  }[];
  readonly policy: Pick<PolicyDocument, 'tiers' | 'exceptionQuorum'>;
  readonly quorums: QuorumsContent;
  readonly foundingQuorum: readonly Requirement[];
}

import { type DestinationContent, parseDestinationContent } from '../address-book/destination.js';
import { misfitFaults } from '../address-book/destination-faults.js';
import { destinationDirection } from '../address-book/direction.js';
import { type Requirement, shortPlace } from '../confirmations/quorum.js';
import { requirementWords } from '../confirmations/requirement-words.js';
import { type Role, accountOf, bestKeyKind, isActive } from '../identity/person.js';
import { isForbiddenKey } from '../identity/well-known-keys.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../policies/policy.js';
import type { Json } from '../values/canonical-json.js';
import { parseId } from '../values/identifier.js';
import { CHANGE_KINDS, type ChangeKind } from '../changes/change.js';
import { AssetContent } from '../changes/kinds/asset.js';
import { KeyContent } from '../changes/kinds/key.js';
import { PersonContent } from '../changes/kinds/person.js';
import { PriceFeedContent } from '../changes/kinds/price-feed.js';
import { QuorumsContent, quorumOfKind } from '../changes/kinds/quorums.js';
import { SafeContent } from '../changes/kinds/safe.js';
import type { Registered } from './registered.js';

/** An object as it is proposed. */
export interface Wanted {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly content: Json;
}

/**
 * Why an object would not fit the register, in words; undefined if it does. It is asked when a change is drafted, so
 * that nobody signs what cannot work. The replay refuses what must never be.
 */
export function misfit(register: Registered, { kind, subject, content }: Wanted): string | undefined {
  if (content === null) return undefined;
  switch (kind) {
    case 'person':
      return accountMisfit(register, subject, PersonContent.parse(content));
    case 'key':
      return keyMisfit(register, KeyContent.parse(content));
    case 'asset':
      return assetMisfit(register, subject, AssetContent.parse(content));
    case 'safe':
      return safeMisfit(register, subject, SafeContent.parse(content));
    case 'policy':
      return policyMisfit(register, PolicyDocumentSchema.parse(content));
    case 'quorums':
      return quorumsMisfit(register, QuorumsContent.parse(content));
    case 'price-feed': {
      const { assetId } = PriceFeedContent.parse(content);
      return register.asset(assetId) ? undefined : `${assetId} is no registered asset`;
    }
    case 'destination':
      return destinationMisfit(register, subject, parseDestinationContent(content));
    case 'provider':
    case 'unfreeze':
    case 'webhook':
      return undefined;
  }
}

function accountMisfit(register: Registered, subject: string, wanted: PersonContent): string | undefined {
  for (const { issuer, subject: account } of wanted.accounts) {
    const other = [...register.people.values()].find(
      (person) =>
        person.id !== subject &&
        person.accounts.some((each) => each.issuer === issuer && each.subject === account),
    );
    if (other) return `the account ${account} at ${issuer} is ${other.name}'s`;
  }
  return undefined;
}

function keyMisfit(register: Registered, wanted: KeyContent): string | undefined {
  if (wanted.kind === 'passkey') return undefined;
  const { address, purpose } = wanted;
  const { chainId } = register.ledger.installation;
  if (isForbiddenKey(address, chainId)) return `${address} is a well-known test key: anyone can sign with it`;
  const owners = register.list('safe').flatMap((id) => register.safe(id)?.profile.owners ?? []);
  if (purpose === 'confirmation' && owners.includes(address))
    return "a Safe owner's key cannot be a confirmation key as well";
  if (purpose === 'owner' && !owners.includes(address)) return `${address} owns no Safe`;
  return undefined;
}

function assetMisfit(register: Registered, subject: string, wanted: AssetContent): string | undefined {
  const other = register
    .list('asset')
    .flatMap((id) => register.asset(id) ?? [])
    .find(({ asset, isRemoved }) => {
      if (isRemoved || asset.id === subject || asset.chainId !== wanted.chainId) return false;
      if (asset.kind !== 'erc20' || wanted.kind !== 'erc20') return asset.kind === wanted.kind;
      return asset.address === wanted.address;
    });
  return other ? `this asset is registered as ${other.asset.id} already` : undefined;
}

function safeMisfit(register: Registered, subject: string, { profile }: SafeContent): string | undefined {
  const others = register.list('safe').flatMap((id) => register.safe(id) ?? []);
  const other = others.find((each) => each.id !== subject && each.profile.address === profile.address);
  if (other) return `this Safe is onboarded as ${other.id} already`;
  const before = others.find((each) => each.id === subject);
  if (before && before.profile.address !== profile.address) return 'another address is another Safe';
  return undefined;
}

/** A version that only tightens is not compared with other entries: restricting must never be held up. */
function destinationMisfit(
  register: Registered,
  subject: string,
  wanted: DestinationContent,
): string | undefined {
  const before = register.destination(subject) ?? null;
  if (destinationDirection(before, wanted) === 'tightens') return undefined;
  const safes = register.list('safe').flatMap((id) => register.safe(id)?.profile ?? []);
  const people = [...register.people.values()].flatMap((person) => person.keys);
  const enrolled = people.flatMap((key) => accountOf(key) ?? []);
  const [fault] = misfitFaults(wanted, {
    chainId: register.ledger.installation.chainId,
    assets: register.list('asset').flatMap((id) => register.asset(id) ?? []),
    entries: register.list('destination').flatMap((id) => register.destination(id) ?? []),
    safes: safes.map((profile) => profile.address),
    keys: [...enrolled, ...safes.flatMap((profile) => profile.owners)],
    before,
  });
  return fault?.detail;
}

/** A quorum that the present people cannot meet would block every transfer for ever. */
function policyMisfit(register: Registered, document: PolicyDocument): string | undefined {
  const named = [
    ...document.rules.flatMap((rule) =>
      'assetIds' in rule ? rule.assetIds : 'assetId' in rule ? [rule.assetId] : [],
    ),
    ...document.tiers.flatMap((tier) => (tier.unit === 'usd' ? [] : [tier.assetId])),
    ...(document.prices ?? []).map((price) => price.assetId),
  ];
  const unknown = named.find((id) => register.asset(id) === undefined);
  if (unknown !== undefined) return `${unknown} is no registered asset`;
  const stranger = document.rules.find(
    (rule) => rule.kind === 'requester-limit' && !register.people.has(parseId('per', rule.personId)),
  );
  if (stranger) return `the rule ${stranger.id} is about nobody who is registered`;
  const tiers = document.tiers.map(({ name, require }) => ({ name: `the tier ${name}`, require }));
  return (
    first(tiers, ({ name, require }) => shortage(register, name, require, 'approver')) ??
    shortage(register, 'the exception quorum', document.exceptionQuorum, 'compliance')
  );
}

/** The proposer never counts as an approver, so the people must suffice without any one of them. */
function quorumsMisfit(register: Registered, wanted: QuorumsContent): string | undefined {
  const lists = CHANGE_KINDS.flatMap((kind) => [
    { name: `a loosening ${kind} change`, require: quorumOfKind(wanted, kind).loosen.require },
    { name: `a tightening ${kind} change`, require: quorumOfKind(wanted, kind).tighten.require },
  ]);
  const all = [...lists, { name: 'a destination with a look-alike', require: wanted.lookalike }];
  return first(all, ({ name, require }) => shortage(register, name, require));
}

function shortage(
  register: Registered,
  name: string,
  require: readonly Requirement[],
  role?: Role,
): string | undefined {
  const people = [...register.people.values()].filter(isActive);
  const able = people.filter((each) => role === undefined || each.roles.includes(role));
  const candidates = able.map((each) => {
    return { groups: each.groups, key: bestKeyKind(each, register.ledger.clock) ?? 'passkey' };
  });
  const short = shortPlace(require, candidates);
  if (!short) return undefined;
  const as = role === undefined ? '' : ` with the role ${role}`;
  return `${name} needs ${requirementWords([short])}${as}, and there are fewer`;
}

function first<T>(list: readonly T[], find: (each: T) => string | undefined): string | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

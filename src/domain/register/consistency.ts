import { type DestinationContent, DestinationContentSchema } from '../address-book/destination.js';
import { misfitFaults } from '../address-book/destination-faults.js';
import { destinationDirection } from '../address-book/direction.js';
import type { ChangeKind } from '../changes/change.js';
import { readWellFormed } from '../changes/content-faults.js';
import { isForbiddenKey } from '../identity/well-known-keys.js';
import type { Fault } from '../errors.js';
import { accountOf } from '../identity/person.js';
import { PolicyDocumentSchema } from '../policies/policy.js';
import type { Json } from '../values/canonical-json.js';
import { CONTRADICTION } from '../values/contradiction.js';
import { AssetContent } from '../changes/kinds/asset.js';
import { KeyContent } from '../changes/kinds/key.js';
import { PersonContent } from '../changes/kinds/person.js';
import { PriceFeedContent } from '../changes/kinds/price-feed.js';
import { QuorumsContent } from '../changes/kinds/quorums.js';
import { SafeContent } from '../changes/kinds/safe.js';
import { misfitAt, policyMisfits, quorumsMisfits } from './quorum-misfits.js';
import type { Registered } from './registered.js';

/** An object as it is proposed. */
export interface Wanted {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly content: Json;
}

/**
 * Why an object would not fit the register: all that is to blame, each with its place in the draft. It is asked when a
 * change is drafted, so that nobody signs what cannot work. The replay refuses what must never be.
 */
export function misfits(register: Registered, { kind, subject, content }: Wanted): readonly Fault[] {
  if (content === null) return [];
  switch (kind) {
    case 'person':
      return accountMisfits(register, subject, readWellFormed(PersonContent, content));
    case 'key':
      return one('address', keyMisfit(register, readWellFormed(KeyContent, content)));
    case 'asset':
      return assetMisfits(register, subject, readWellFormed(AssetContent, content));
    case 'safe':
      return one('address', safeMisfit(register, subject, readWellFormed(SafeContent, content)));
    case 'policy':
      return policyMisfits(register, readWellFormed(PolicyDocumentSchema, content));
    case 'quorums':
      return quorumsMisfits(register, readWellFormed(QuorumsContent, content));
    case 'price-feed': {
      const { assetId } = readWellFormed(PriceFeedContent, content);
      return one('assetId', register.asset(assetId) ? undefined : `${assetId} is no registered asset`);
    }
    case 'destination':
      return destinationMisfits(register, subject, readWellFormed(DestinationContentSchema, content));
    case 'provider':
    case 'unfreeze':
    case 'webhook':
      return [];
  }
}

/** The first of them in words; undefined if the object fits. */
export function misfit(register: Registered, wanted: Wanted): string | undefined {
  return misfits(register, wanted)[0]?.detail;
}

function one(member: string, detail: string | undefined): readonly Fault[] {
  return detail === undefined ? [] : [misfitAt([member], detail)];
}

function accountMisfits(register: Registered, subject: string, wanted: PersonContent): readonly Fault[] {
  return wanted.accounts.flatMap(({ issuer, subject: account }, at) => {
    const other = [...register.people.values()].find(
      (person) =>
        person.id !== subject &&
        person.accounts.some((each) => each.issuer === issuer && each.subject === account),
    );
    return other
      ? [misfitAt(['accounts', at], `the account ${account} at ${issuer} is ${other.name}'s`)]
      : [];
  });
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

type Identified =
  | Pick<AssetContent & { kind: 'native' }, 'kind' | 'chainId'>
  | Pick<AssetContent & { kind: 'erc20' }, 'kind' | 'chainId' | 'address'>;

/** By what identifies an asset, which is known before its pins are. */
export function assetMisfits(
  register: Registered,
  subject: string | undefined,
  wanted: Identified,
): readonly Fault[] {
  const other = register
    .list('asset')
    .flatMap((id) => register.asset(id) ?? [])
    .find(({ asset, isRemoved }) => {
      if (isRemoved || asset.id === subject || asset.chainId !== wanted.chainId) return false;
      if (asset.kind !== 'erc20' || wanted.kind !== 'erc20') return asset.kind === wanted.kind;
      return asset.address === wanted.address;
    });
  const detail = other && `this asset is registered as ${other.asset.id} already`;
  return one(wanted.kind === 'native' ? 'kind' : 'address', detail);
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
function destinationMisfits(
  register: Registered,
  subject: string,
  wanted: DestinationContent,
): readonly Fault[] {
  const before = register.destination(subject) ?? null;
  if (destinationDirection(before, wanted) === 'tightens') return [];
  const safes = register.list('safe').flatMap((id) => register.safe(id)?.profile ?? []);
  const people = [...register.people.values()].flatMap((person) => person.keys);
  const enrolled = people.flatMap((key) => accountOf(key) ?? []);
  const found = misfitFaults(wanted, {
    chainId: register.ledger.installation.chainId,
    assets: register.list('asset').flatMap((id) => register.asset(id) ?? []),
    entries: register.list('destination').flatMap((id) => register.destination(id) ?? []),
    safes: safes.map((profile) => profile.address),
    keys: [...enrolled, ...safes.flatMap((profile) => profile.owners)],
    before,
  });
  return found.map((fault) => ({ ...fault, code: CONTRADICTION, pointer: `/content${fault.pointer}` }));
}

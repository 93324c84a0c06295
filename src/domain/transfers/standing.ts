import type { Destination } from '../address-book/destination.js';
import type { Asset } from '../assets/asset.js';
import type { Quorum } from '../confirmations/quorum.js';
import { placeWords } from '../confirmations/requirement-words.js';
import { type Person, isActive } from '../identity/person.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import type { ClearedTransfer } from './clearance-of.js';
import { assetAddress } from './intent.js';

interface Version {
  readonly version: number;
  readonly hash: Bytes32;
}

/** The present register's view of everything that a clearance rests on, except the chain. */
export interface Standing {
  readonly now: UnixSeconds;
  readonly policy: Version;
  /** The policy version with the hash that the clearance names, if there is one. */
  readonly clearedUnder: Pick<Version, 'version'> | undefined;
  /** The line that the transfer would get now. */
  readonly words: string;
  readonly destination: Destination;
  readonly asset: { readonly asset: Asset; readonly isRemoved: boolean };
  readonly requester: Person;
  /** Whether a key that the requester may use now signed the intent. */
  readonly isIntentSigned: boolean;
  /** Digests of the exceptions that count now. */
  readonly exceptions: readonly Bytes32[];
  /** For a confirmed transfer, its quorum counted again. */
  readonly quorum: Quorum | null;
}

/**
 * Why a clearance no longer stands, in words. If empty, people may go on answering it (invariant 9). Any other policy
 * version is a reason, looser or tighter, because people must always sign the one in force (invariant 13).
 */
export function standingFaults(transfer: ClearedTransfer, standing: Standing): readonly string[] {
  const { cleared } = transfer.evidence;
  const { policy, clearedUnder, exceptions, words, quorum } = standing;
  const { asset, isRemoved } = standing.asset;
  const faults: string[] = [];
  if (policy.hash !== cleared.policyHash) {
    const before = clearedUnder ? `policy ${String(clearedUnder.version)}` : 'a policy that is not known';
    faults.push(`policy ${String(policy.version)} is in force, cleared under ${before}`);
  }
  faults.push(...destinationFaults(transfer, standing), ...requesterFaults(standing));
  if (isRemoved) faults.push(`${asset.symbol} was removed from the registry of assets`);
  if (assetAddress(asset) !== transfer.intent.asset)
    faults.push(`the registry of assets has another contract for ${asset.symbol} now`);
  if (!cleared.exceptions.every((digest) => exceptions.includes(digest)))
    faults.push('an exception that it rests on no longer counts');
  if (words !== cleared.words) faults.push(`it reads otherwise now: ${words}`);
  if (quorum?.met === false) faults.push(`the confirmations no longer make the quorum: ${missingIn(quorum)}`);
  return faults;
}

function destinationFaults({ intent }: ClearedTransfer, { destination, now }: Standing): string[] {
  const { label, address, assetIds, removedAt, expiresAt } = destination;
  if (removedAt !== null) return [`${label} was removed from the address book`];
  const faults: string[] = [];
  if (now >= expiresAt) faults.push(`the entry of ${label} in the address book has expired`);
  if (address !== intent.destination) faults.push(`the address book has another address for ${label} now`);
  if (!assetIds.includes(intent.assetId)) faults.push(`${label} may no longer receive this asset`);
  return faults;
}

function requesterFaults({ requester, isIntentSigned }: Standing): string[] {
  const { name, roles } = requester;
  if (!isActive(requester)) return [`the requester ${name} was removed`];
  if (!roles.includes('operator')) return [`the requester ${name} is no longer an operator`];
  return isIntentSigned ? [] : [`the key that ${name} signed the intent with is no longer theirs to use`];
}

function missingIn({ missing, rejectedBy }: Quorum): string {
  const words = missing.map(
    (each) => `${String(each.needed)} of ${placeWords(each)} needed, ${String(each.have)} there`,
  );
  return [...words, ...rejectedBy.map((each) => `${each} rejected`)].join(', ');
}

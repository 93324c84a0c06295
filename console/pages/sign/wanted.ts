import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** What owners are asked to sign of a transfer in this state. */
export type Wanted = 'transfer' | 'burn' | 'nothing';

const BURN_STAGES: readonly string[] = ['confirmed', 'signed'];

export function wantedOf({ evidence }: Pick<TransferDetail, 'evidence'>): Wanted {
  if (evidence.state === 'relayed' || evidence.state === 'signed') return 'transfer';
  return evidence.state === 'cancelling' && BURN_STAGES.includes(evidence.cancel.stage) ? 'burn' : 'nothing';
}

export interface Signing {
  readonly kind: 'transfer' | 'burn';
  readonly transfer: Pick<TransferDetail, 'safe' | 'requester' | 'ownerSignatures'>;
  /** What is signed. */
  readonly digest: string;
  readonly nonce: string;
  /** The nonce that the next transaction of the Safe must have; null if the chain was not read. */
  readonly nonceNow: string | null;
}

type Signer = Pick<PersonPrincipal, 'id'> & {
  readonly [K in 'roles' | 'ownerOf' | 'keys']: Readonly<PersonPrincipal[K]>;
};

/** The reader's keys among the owners of the Safe. */
export function ownersOf(person: Signer, safe: string): readonly string[] {
  return person.ownerOf.filter((each) => each.safe === safe).map(({ owner }) => owner);
}

/** What has been signed of it already, by whichever owner. */
export function signedOf({ transfer, digest }: Pick<Signing, 'transfer' | 'digest'>) {
  return transfer.ownerSignatures.filter(({ safeTxHash }) => safeTxHash === digest);
}

/** The reader's keys that can still sign it. */
export function openOwners(person: Signer, signing: Signing): readonly string[] {
  const signed = new Set(signedOf(signing).map(({ owner }) => owner));
  return ownersOf(person, signing.transfer.safe.id).filter((owner) => !signed.has(owner));
}

/** Why a signature would not be taken: in a line, and in words. */
export interface WhyNot {
  readonly title: string;
  readonly words: string;
}

const NOT_YOURS = 'Not yours to sign';
const NOT_NOW = 'Not now';

/** Why this reader's signature would not be taken; null if it would. */
export function whyNotSign(person: Signer, signing: Signing): WhyNot | null {
  const { transfer, kind, nonce, nonceNow } = signing;
  const { label } = transfer.safe;
  const own = ownersOf(person, transfer.safe.id);
  if (own.length === 0)
    return {
      title: NOT_YOURS,
      words: `You hold no owner's key of ${label}, so there is nothing here for you to sign. What is shown can be compared by anybody.`,
    };
  if (!person.roles.includes('signer'))
    return {
      title: NOT_YOURS,
      words: 'You hold an owner’s key, and are no signer here: a quorum gives that role, by a change.',
    };
  if (kind === 'transfer' && transfer.requester === person.id)
    return {
      title: NOT_YOURS,
      words: 'You asked for this transfer. Nobody signs as an owner what they requested.',
    };
  if (openOwners(person, signing).length === 0)
    return {
      title: 'You have signed',
      words: `You have signed it. A second signature of yours is refused: if anybody asks you for one, do not give it, and freeze ${label}.`,
    };
  if (nonceNow === null)
    return {
      title: NOT_NOW,
      words:
        'The chain cannot be read, so no signature is taken, and one that is given all the same does not expire. Sign nothing; the page asks again by itself.',
    };
  if (nonceNow !== nonce)
    return {
      title: NOT_NOW,
      words: `The next transaction of ${label} has nonce ${nonceNow}, and this one has ${nonce}. Sign nothing before they are the same.`,
    };
  return null;
}

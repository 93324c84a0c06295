import { Injectable } from '@nestjs/common';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import type { Destination } from '../domain/address-book/destination.js';
import { unseenLookalikes } from '../domain/address-book/unseen-lookalikes.js';
import type { Asset } from '../domain/assets/asset.js';
import type { Registered, RegisteredAsset, RegisteredSafe } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import type { Person } from '../domain/identity/person.js';
import type { Intent } from '../domain/transfers/intent.js';
import { PeopleRepository } from '../identity/people.repository.js';
import type { Tx } from '../infra/database/database.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';

/** The governed objects of a transfer, as the register has them. */
export interface GovernedObjects {
  readonly safe: OnboardedSafe;
  readonly asset: RegisteredAsset;
  readonly destination: Destination;
  readonly requester: Person;
}

/** The governed objects that an intent names, each found or refused by its own code. */
@Injectable()
export class TransferObjects {
  constructor(
    private readonly safes: SafesRepository,
    private readonly assets: AssetsRepository,
    private readonly destinations: DestinationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async safe(intent: Pick<Intent, 'safeId'>, tx?: Tx): Promise<OnboardedSafe> {
    const safe = await this.safes.find(intent.safeId, tx);
    return safe ?? missing(...NO_SAFE);
  }

  async asset(intent: Pick<Intent, 'assetId'>, tx?: Tx): Promise<RegisteredAsset> {
    const asset = await this.assets.find(intent.assetId, tx);
    return asset ?? missing(...NO_ASSET);
  }

  async destination(intent: Pick<Intent, 'destinationId'>, tx?: Tx): Promise<Destination> {
    const destination = await this.destinations.find(intent.destinationId, tx);
    return destination ?? missing(...NO_DESTINATION);
  }

  /** All objects of an intent; refused if the intent no longer means what was signed. */
  async all(intent: Intent): Promise<GovernedObjects> {
    const [safe, asset, destination, requester] = await Promise.all([
      this.safe(intent),
      this.asset(intent),
      this.destination(intent),
      this.requester(intent),
    ]);
    if (destination.address !== intent.destination) {
      const detail = 'the entry has another address than the intent was signed for';
      missing('/destination', 'DEST_NOT_ALLOWED', detail);
    }
    return { safe, asset, destination, requester };
  }

  /** Other entries of the address book that look like this destination, unless one of the two names the other. */
  async lookalikes(destination: Destination): Promise<readonly Destination[]> {
    return unseenLookalikes(destination, await this.destinations.list(destination.chainId));
  }

  async requester(intent: Pick<Intent, 'requesterId'>, tx?: Tx): Promise<Person> {
    const person = await this.people.find(intent.requesterId, tx);
    return person ?? missing('', 'PERSON_NOT_FOUND', 'the requester is not known');
  }
}

/** The objects of an intent in a register that was read already, found or refused by the same codes. */
export function objectsIn(
  register: Registered,
  intent: Intent,
): { readonly safe: RegisteredSafe; readonly asset: Asset; readonly destination: Destination } {
  const safe = register.safe(intent.safeId) ?? missing(...NO_SAFE);
  const { asset } = register.asset(intent.assetId) ?? missing(...NO_ASSET);
  const destination = register.destination(intent.destinationId) ?? missing(...NO_DESTINATION);
  return { safe, asset, destination };
}

const NO_SAFE = ['/safe', 'SAFE_NOT_FOUND', 'no such Safe is onboarded'] as const;
const NO_ASSET = ['/asset', 'ASSET_NOT_ALLOWED', 'no such asset is registered'] as const;
const NO_DESTINATION = [
  '/destination',
  'DEST_NOT_ALLOWED',
  'the destination is not in the address book',
] as const;

function missing(pointer: string, code: DomainError['code'], detail: string): never {
  throw DomainError.at(pointer, code, detail);
}

import { Injectable } from '@nestjs/common';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import type { Destination } from '../domain/address-book/destination.js';
import { unseenLookalikes } from '../domain/address-book/unseen-lookalikes.js';
import type { RegisteredAsset } from '../domain/register/registered.js';
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
    return safe ?? missing('/safe', 'SAFE_NOT_FOUND', 'no such Safe is onboarded');
  }

  async asset(intent: Pick<Intent, 'assetId'>, tx?: Tx): Promise<RegisteredAsset> {
    const asset = await this.assets.find(intent.assetId, tx);
    return asset ?? missing('/asset', 'ASSET_NOT_ALLOWED', 'no such asset is registered');
  }

  async destination(intent: Pick<Intent, 'destinationId'>, tx?: Tx): Promise<Destination> {
    const destination = await this.destinations.find(intent.destinationId, tx);
    return (
      destination ?? missing('/destination', 'DEST_NOT_ALLOWED', 'the destination is not in the address book')
    );
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

function missing(pointer: string, code: DomainError['code'], detail: string): never {
  throw DomainError.at(pointer, code, detail);
}

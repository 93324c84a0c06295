import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { evmKeyId, usableKey } from '../domain/identity/person.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { PersonId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';

/** Which person stands behind an owner's key, by the register as it is now. */
@Injectable()
export class OwnerMapping {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
  ) {}

  /**
   * The owner's key must be mapped to the person who brings the signature, and that person must not have asked for the
   * transfer.
   * @returns the moment, and the name of the register, by which that holds
   */
  async require(tx: Tx, transfer: Transfer, by: { personId: PersonId; owner: Address }) {
    const person = await this.people.find(by.personId, tx);
    const at = await this.database.now(tx);
    if (!person || !usableKey(person, evmKeyId(by.owner), 'owner', at)) {
      throw DomainError.at('/owner', 'OWNER_NOT_MAPPED', 'this owner key is not mapped to you');
    }
    if (by.personId === transfer.intent.requesterId) {
      throw new DomainError('SOD', 'nobody signs a transfer as an owner that they requested');
    }
    return { at, register: await this.people.registerName(tx) };
  }
}

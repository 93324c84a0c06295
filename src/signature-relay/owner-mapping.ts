import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { evmKeyId, usableKey } from '../domain/identity/person.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { PersonId } from '../domain/values/identifier.js';
import { KeyUsesRepository } from '../identity/keys/key-uses.repository.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';

/** Maps an owner's key to its person, by the present register. */
@Injectable()
export class OwnerMapping {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly uses: KeyUsesRepository,
  ) {}

  /**
   * Requires that the owner's key belongs to the person who brings the signature, and that this person is not the
   * requester.
   * @returns the moment and the register by which that holds
   */
  async require(tx: Tx, transfer: Transfer, by: { personId: PersonId; owner: Address }) {
    const mapped = await this.requireMapped(tx, by);
    if (by.personId === transfer.intent.requesterId) {
      throw new DomainError('SOD', 'nobody signs a transfer as an owner that they requested');
    }
    return mapped;
  }

  /** The same of whoever it is: a requester may burn the nonce of their own transfer. */
  async requireMapped(tx: Tx, by: { personId: PersonId; owner: Address }) {
    const person = await this.people.find(by.personId, tx);
    const at = await this.database.now(tx);
    if (!person || !usableKey(person, evmKeyId(by.owner), 'owner', at)) {
      throw DomainError.at('/owner', 'OWNER_NOT_MAPPED', 'this owner key is not mapped to you');
    }
    return { at, register: await this.people.registerName(tx) };
  }

  /** The owner's signature was taken. */
  async noteUse(tx: Tx, owner: Address): Promise<void> {
    await this.uses.note(evmKeyId(owner), tx);
  }
}

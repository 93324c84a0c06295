import { Injectable } from '@nestjs/common';
import { type RegisterName, nameOf } from '../domain/register/ledger.js';
import type { KeyId, KeyPurpose, OidcAccount, Person } from '../domain/identity/person.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** People and their enrolled keys from the register, every one of which was signed for. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly register: Register) {}

  async find(id: string, tx?: Tx): Promise<Person | undefined> {
    return (await this.register.current(tx)).people.get(id as PersonId);
  }

  /** Everybody, by one read of the register. */
  async byId(tx?: Tx): Promise<ReadonlyMap<PersonId, Person>> {
    return (await this.register.current(tx)).people;
  }

  /** The person of a key, usable now or not: ask `usableKey`. */
  async findByKey(id: KeyId, purpose: KeyPurpose, tx?: Tx): Promise<Person | undefined> {
    const person = (await this.register.current(tx)).personOfKey(id);
    return person?.keys.some((key) => key.id === id && key.purpose === purpose) ? person : undefined;
  }

  /** The person of an account at an OpenID provider. */
  async findByAccount({ issuer, subject }: OidcAccount, tx?: Tx): Promise<Person | undefined> {
    const people = [...(await this.register.current(tx)).people.values()];
    const found = people.filter((person) =>
      person.accounts.some((account) => account.issuer === issuer && account.subject === subject),
    );
    return found.length === 1 ? found[0] : undefined;
  }

  /** The name of the register, by which a signature's person can be determined again later. */
  async registerName(tx?: Tx): Promise<RegisterName> {
    return nameOf((await this.register.current(tx)).ledger);
  }

  async list(tx?: Tx): Promise<readonly Person[]> {
    return [...(await this.register.current(tx)).people.values()];
  }
}

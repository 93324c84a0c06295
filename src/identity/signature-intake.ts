import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type EnrolledKey, type Person, usableKeys } from '../domain/identity/person.js';
import { type Signature, verifySignature } from '../domain/signatures/signature.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { PeopleRepository } from './people.repository.js';
import { PasskeyCountersRepository } from './passkey-counters.repository.js';

export interface IncomingSignature {
  readonly digest: Bytes32;
  readonly signature: Signature;
  /** The keys of the person who is to have signed, that may sign now. */
  readonly keys: readonly EnrolledKey[];
}

export interface PersonsSignature {
  readonly personId: PersonId;
  readonly digest: Bytes32;
  readonly signature: Signature;
  readonly now: UnixSeconds;
}

/** Takes in a signature the moment that it comes in. What was taken in is verified again by `signingKey` at every read. */
@Injectable()
export class SignatureIntake {
  constructor(
    private readonly people: PeopleRepository,
    private readonly counters: PasskeyCountersRepository,
  ) {}

  /** As `take`, for a key of this person's that may sign intents, clearances and exceptions now. */
  async takeFrom(
    tx: Tx,
    { personId, digest, signature, now }: PersonsSignature,
  ): Promise<{ readonly person: Person; readonly key: EnrolledKey } | undefined> {
    const person = await this.people.find(personId, tx);
    if (!person) return undefined;
    const key = await this.take(tx, { digest, signature, keys: usableKeys(person, 'confirmation', now) });
    return key && { person, key };
  }

  /**
   * The key that made the signature, or undefined. Call it in the act's transaction, after the limit scopes are locked and
   * before the first audit entry: the passkey's counter is a row lock too.
   * @throws DomainError APPROVAL_BINDING if it is a passkey whose counter has not grown: its authenticator was copied, or
   * the assertion was used before
   */
  async take(tx: Tx, { digest, signature, keys }: IncomingSignature): Promise<EnrolledKey | undefined> {
    const verified = await verifySignature(digest, signature, keys);
    if (!verified) return undefined;
    const { key, counter } = verified;
    if (counter === null || (await this.counters.raise(tx, key.id, counter))) return key;
    throw DomainError.at(
      '/signature/authenticatorData',
      'APPROVAL_BINDING',
      "the passkey's counter has not grown: it was copied, or this assertion was used before",
    );
  }
}

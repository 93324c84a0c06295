import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type EnrolledKey, type Person, usableKeys } from '../domain/identity/person.js';
import { type Signature, verifySignature } from '../domain/signatures/signature.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { PeopleRepository } from './people.repository.js';
import { KeyUsesRepository } from './keys/key-uses.repository.js';
import { PasskeyCountersRepository } from './keys/passkey-counters.repository.js';

export interface IncomingSignature {
  readonly digest: Bytes32;
  readonly signature: Signature;
  /** The expected signer's keys that may sign now. */
  readonly keys: readonly EnrolledKey[];
}

export interface PersonsSignature {
  readonly personId: PersonId;
  readonly digest: Bytes32;
  readonly signature: Signature;
  readonly now: UnixSeconds;
}

/** Verifies a signature on receipt. `signingKey` verifies it again at every later read. */
@Injectable()
export class SignatureIntake {
  constructor(
    private readonly people: PeopleRepository,
    private readonly counters: PasskeyCountersRepository,
    private readonly uses: KeyUsesRepository,
  ) {}

  /** As `take`, with this person's keys that may sign intents, clearances and exceptions now. */
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
   * The key that made the signature, or undefined. Against deadlock, call it in the act's transaction after locking the
   * limit scopes and before the first audit entry: it locks the row of the passkey's counter.
   * @throws DomainError APPROVAL_BINDING if it is a passkey whose counter has not grown: its authenticator was copied, or
   * the assertion was used before
   */
  async take(tx: Tx, { digest, signature, keys }: IncomingSignature): Promise<EnrolledKey | undefined> {
    const verified = await verifySignature(digest, signature, keys);
    if (!verified) return undefined;
    const { key, counter } = verified;
    if (counter === null || (await this.counters.raise(tx, key.id, counter))) {
      await this.uses.note(key.id, tx);
      return key;
    }
    throw DomainError.at(
      '/signature/authenticatorData',
      'APPROVAL_BINDING',
      "the passkey's counter has not grown: it was copied, or this assertion was used before",
    );
  }
}

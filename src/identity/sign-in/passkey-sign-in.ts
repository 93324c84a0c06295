import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { type Passkey, type Person, passkeyId, usableKeys } from '../../domain/identity/person.js';
import type { Assertion } from '../../domain/signatures/assertion.js';
import { type AssertionOptions, assertionOptions } from '../../domain/signatures/ceremony.js';
import { verifyAssertion } from '../../domain/signatures/webauthn.js';
import { Database } from '../../infra/database/database.js';
import { KeyUsesRepository } from '../keys/key-uses.repository.js';
import { PasskeyCountersRepository } from '../keys/passkey-counters.repository.js';
import { PeopleRepository } from '../people.repository.js';
import { type SignInAttempt, SignInAttempts, type SignInVerdict } from './sign-in-attempts.js';

/**
 * Sign-in with a passkey. The person is found by the credential that signed and is not named beforehand, so that the
 * answer does not reveal who exists. The assertion's user handle is not signed, and so not used.
 */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly counters: PasskeyCountersRepository,
    private readonly uses: KeyUsesRepository,
    private readonly attempts: SignInAttempts,
  ) {}

  /** @throws DomainError PASSKEY_ORIGIN where browsers make no passkeys */
  requireRelyingParty(): string {
    const { rpId } = this.config;
    if (rpId !== null) return rpId;
    throw new DomainError(
      'PASSKEY_ORIGIN',
      'browsers make no passkeys for an IP address: PUBLIC_ORIGIN must have a name, and people must come by it',
    );
  }

  options(nonce: string): AssertionOptions {
    return assertionOptions(challengeOf(nonce), this.requireRelyingParty());
  }

  verify(attempt: SignInAttempt, assertion: Assertion): Promise<Person> {
    const claim = { credentialId: assertion.credentialId };
    return this.attempts.decide(attempt, claim, (nonce) => this.judge(assertion, nonce));
  }

  private async judge(assertion: Assertion, nonce: string): Promise<SignInVerdict> {
    const id = passkeyId(assertion.credentialId);
    const person = await this.people.findByKey(id, 'confirmation');
    const now = await this.database.now();
    const keys = person ? usableKeys(person, 'confirmation', now) : [];
    const key = keys.find((each): each is Passkey => each.kind === 'passkey' && each.id === id);
    if (!person || !key) return { fault: 'key not enrolled' };
    // The key's origin differs if Sluice has moved; the new owner of the old name could replay assertions made there.
    if (key.origin !== this.config.publicOrigin) return { fault: 'origin' };
    const counter = await verifyAssertion(assertion, { challenge: challengeOf(nonce), key });
    if (counter === undefined) return { fault: 'assertion' };
    const hasGrown = await this.database.transaction(async (tx) => {
      if (!(await this.counters.raise(tx, id, counter))) return false;
      await this.uses.note(id, tx);
      return true;
    });
    return hasGrown ? { person } : { fault: 'counter' };
  }
}

/** The nonce's 16 bytes. A statement's digest has 32, so a sign-in assertion can never pass for an approval. */
function challengeOf(nonce: string): string {
  return Buffer.from(nonce, 'hex').toString('base64url');
}

import { Injectable } from '@nestjs/common';
import { hashMessage } from 'viem';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { type Person, evmKeyId, usableKey } from '../../domain/identity/person.js';
import { recoverSigner } from '../../domain/signatures/recover-signer.js';
import type { Address } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { Database } from '../../infra/database/database.js';
import type { SignInBody } from '../identity.contract.js';
import { KeyUsesRepository } from '../keys/key-uses.repository.js';
import { PeopleRepository } from '../people.repository.js';
import { type SignInAttempt, SignInAttempts, type SignInVerdict } from './sign-in-attempts.js';
import { claimedAddress, readSiweMessage, siweFault } from './siwe-message.js';

/** Sign-in with Ethereum (EIP-4361). The caller learns that it failed; the log learns why. */
@Injectable()
export class SignIn {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly uses: KeyUsesRepository,
    private readonly attempts: SignInAttempts,
  ) {}

  verify(attempt: SignInAttempt, body: SignInBody): Promise<Person> {
    const claim = { address: claimedAddress(body.message) ?? null };
    return this.attempts.decide(attempt, claim, (nonce) => this.judge(body, nonce));
  }

  private async judge(body: SignInBody, nonce: string): Promise<SignInVerdict> {
    const fields = readSiweMessage(body.message);
    if (!fields) return { fault: 'not an EIP-4361 message' };
    const now = await this.database.now();
    const { publicOrigin: origin, chainId } = this.config;
    const fault = siweFault(fields, { origin, chainId, nonce, now });
    if (fault !== undefined) return { fault };
    const signer = await signerOf(body);
    if (signer !== fields.address) return { fault: 'signature' };
    const person = await this.people.findByKey(evmKeyId(signer), 'confirmation');
    if (!person || !usableKey(person, evmKeyId(signer), 'confirmation', now))
      return { fault: 'key not enrolled' };
    await this.uses.note(evmKeyId(signer));
    return { person };
  }
}

/** Undefined for everything that is not one well-formed, low-s signature. */
async function signerOf({ message, signature }: SignInBody): Promise<Address | undefined> {
  try {
    return await recoverSigner(parseBytes32(hashMessage(message)), signature);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

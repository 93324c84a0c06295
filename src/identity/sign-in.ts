import { Injectable } from '@nestjs/common';
import { hashMessage } from 'viem';
import { Config } from '../config/config.js';
import { DomainError } from '../domain/errors.js';
import { type Person, usableKey } from '../domain/identity/person.js';
import { recoverSigner } from '../domain/signatures/recover-signer.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { Database } from '../infra/database/database.js';
import { FailureWindow } from '../infra/http/failure-window.js';
import { RateLimited } from '../infra/http/rate-limited.js';
import { alreadyRecorded } from '../infra/http/refusal-log.js';
import type { SignInBody } from './identity.contract.js';
import { PeopleRepository } from './people.repository.js';
import { Sessions } from './sessions.js';
import { claimedAddress, readSiweMessage, siweFault } from './siwe-message.js';

export interface SignInAttempt extends SignInBody {
  readonly sid: string;
  readonly nonce: string | undefined;
  readonly networkAddress: string;
}

type Verdict = { readonly person: Person } | { readonly fault: string };

/** Sign-in with Ethereum (EIP-4361). The caller learns that it failed; the log learns why. */
@Injectable()
export class SignIn {
  private readonly failures = new FailureWindow({ max: 10, windowMs: 5 * 60_000 });

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly sessions: Sessions,
  ) {}

  async verify(attempt: SignInAttempt): Promise<Person> {
    const waitSeconds = this.failures.waitSeconds(attempt.networkAddress);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
    const verdict = await this.judge(attempt);
    if ('person' in verdict) return verdict.person;
    const isLast = this.failures.fail(attempt.networkAddress);
    await this.sessions.refuse({
      address: claimedAddress(attempt.message) ?? null,
      reason: verdict.fault,
      networkAddress: attempt.networkAddress,
      // What follows from there is not written down attempt by attempt, or the log could be flooded.
      isLastBeforeRateLimit: isLast,
    });
    throw alreadyRecorded(new DomainError('SIGN_IN_FAILED', 'the sign-in was not accepted'));
  }

  private async judge(attempt: SignInAttempt): Promise<Verdict> {
    if (attempt.nonce === undefined) return { fault: 'no nonce' };
    // Before anything else: whatever comes of the attempt, this nonce is not good for a second one.
    if (!(await this.sessions.burnNonce(attempt.sid, attempt.nonce))) return { fault: 'nonce used' };
    const fields = readSiweMessage(attempt.message);
    if (!fields) return { fault: 'not an EIP-4361 message' };
    const now = await this.database.now();
    const { publicOrigin: origin, chainId } = this.config;
    const fault = siweFault(fields, { origin, chainId, nonce: attempt.nonce, now });
    if (fault !== undefined) return { fault };
    const signer = await signerOf(attempt);
    if (signer !== fields.address) return { fault: 'signature' };
    const person = await this.people.findByKey(signer, 'confirmation');
    if (!person || !usableKey(person, signer, 'confirmation', now)) return { fault: 'key not enrolled' };
    return { person };
  }
}

/** Undefined for everything that is not one well-formed, low-s signature. */
async function signerOf({ message, signature }: SignInBody): Promise<string | undefined> {
  try {
    return await recoverSigner(parseBytes32(hashMessage(message)), signature);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Person } from '../../domain/identity/person.js';
import { RefusedSignIns, type SignInClaim } from './refused-sign-ins.js';
import { Sessions } from '../sessions.js';

/** A person who has proved to be themself, or why somebody has not: for the log, not for the caller. */
export type SignInVerdict = { readonly person: Person } | { readonly fault: string };

/** Where an attempt comes from, with the nonce that its session holds. */
export interface SignInAttempt {
  readonly sid: string;
  readonly nonce: string | undefined;
  readonly networkAddress: string;
}

export function attemptOf(request: Request): SignInAttempt {
  const { sessionID: sid, ip: networkAddress = 'unknown' } = request;
  return { sid, nonce: request.session.nonce, networkAddress };
}

/** What the ways of signing in by a signature have in common: a nonce that is good once, and one answer to all failures. */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly sessions: Sessions,
    private readonly refused: RefusedSignIns,
  ) {}

  /**
   * @param claim what the attempt says about itself, for the log
   * @param judge is given the nonce, which is good for this attempt alone
   */
  async decide(
    attempt: SignInAttempt,
    claim: SignInClaim,
    judge: (nonce: string) => Promise<SignInVerdict>,
  ): Promise<Person> {
    const verdict = await this.onceOnly(attempt, judge);
    if ('person' in verdict) return verdict.person;
    throw await this.refused.refuse(attempt.networkAddress, { ...claim, reason: verdict.fault });
  }

  private async onceOnly(
    { sid, nonce }: SignInAttempt,
    judge: (nonce: string) => Promise<SignInVerdict>,
  ): Promise<SignInVerdict> {
    if (nonce === undefined) return { fault: 'no nonce' };
    // Before anything else: whatever comes of the attempt, this nonce is not good for a second one.
    if (!(await this.sessions.burnNonce(sid, nonce))) return { fault: 'nonce used' };
    return judge(nonce);
  }
}

import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Person } from '../../domain/identity/person.js';
import { RefusedSignIns, type SignInClaim } from './refused-sign-ins.js';
import { Sessions } from '../sessions.js';

/** The authenticated person, or why there is none; the reason is for the log, not for the caller. */
export type SignInVerdict = { readonly person: Person } | { readonly fault: string };

/** The origin of an attempt, and its session's nonce. */
export interface SignInAttempt {
  readonly sid: string;
  readonly nonce: string | undefined;
  readonly networkAddress: string;
}

export function attemptOf(request: Request): SignInAttempt {
  const { sessionID: sid, ip: networkAddress = 'unknown' } = request;
  return { sid, nonce: request.session.nonce, networkAddress };
}

/** The common part of sign-in by signature: a single-use nonce, and the same answer to all failures. */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly sessions: Sessions,
    private readonly refused: RefusedSignIns,
  ) {}

  /**
   * @param claim the attempt's own claim, for the log
   * @param judge is called with the nonce, which is valid for this attempt alone
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
    // First of all, so that the nonce is used up whatever the outcome.
    if (!(await this.sessions.burnNonce(sid, nonce))) return { fault: 'nonce used' };
    return judge(nonce);
  }
}

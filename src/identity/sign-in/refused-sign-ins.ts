import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit-log/audit-log.js';
import { DomainError } from '../../domain/errors.js';
import type { Address } from '../../domain/values/address.js';
import { Database } from '../../infra/database/database.js';
import { FailureWindow } from '../../infra/http/problems/failure-window.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import { alreadyRecorded } from '../../infra/http/refusal-log.js';

/** The attempt's own claim, for the log. */
export type SignInClaim =
  | { readonly address: Address | null }
  | { readonly credentialId: string }
  | { readonly account: { readonly issuer: string; readonly subject: string } | null };

/**
 * Answers and logs failed sign-ins of every kind. The caller learns only that it failed; the log learns why.
 *
 * The limit per network address bounds only what strangers can write into the log. It never blocks a sign-in that
 * succeeds: signatures cannot be guessed, so a limit on tries would only lock out people who share an address with an
 * attacker.
 */
@Injectable()
export class RefusedSignIns {
  private readonly failures = new FailureWindow({ max: 10, windowMs: 5 * 60_000 });

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the error to throw */
  async refuse(networkAddress: string, why: SignInClaim & { readonly reason: string }): Promise<DomainError> {
    const waitSeconds = this.failures.waitSeconds(networkAddress);
    if (waitSeconds > 0) return new RateLimited(waitSeconds);
    // After the last failure of the window single attempts are not logged.
    const isLastBeforeRateLimit = this.failures.fail(networkAddress);
    const detail = { ...why, networkAddress, isLastBeforeRateLimit };
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'session.refused', actor: 'anonymous', detail }),
    );
    return alreadyRecorded(new DomainError('SIGN_IN_FAILED', 'the sign-in was not accepted'));
  }
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit-log/audit-log.js';
import { DomainError } from '../../domain/errors.js';
import type { Address } from '../../domain/values/address.js';
import { Database } from '../../infra/database/database.js';
import { FailureWindow } from '../../infra/http/problems/failure-window.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import { alreadyRecorded } from '../../infra/http/refusal-log.js';

/** What an attempt says about itself, for the log. */
export type SignInClaim =
  | { readonly address: Address | null }
  | { readonly credentialId: string }
  | { readonly account: { readonly issuer: string; readonly subject: string } | null };

/**
 * What a failed sign-in is answered, of whatever kind. The caller learns that it failed; the log learns why.
 *
 * It bounds what strangers write into the log, per network address, and nothing else. A sign-in that succeeds is never
 * asked how many before it failed: what is brought is a signature, which nobody finds by trying, so that a limit on
 * tries would only serve to lock out those who share an address with the one who tries.
 */
@Injectable()
export class RefusedSignIns {
  private readonly failures = new FailureWindow({ max: 10, windowMs: 5 * 60_000 });

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The error to throw. */
  async refuse(networkAddress: string, why: SignInClaim & { readonly reason: string }): Promise<DomainError> {
    const waitSeconds = this.failures.waitSeconds(networkAddress);
    if (waitSeconds > 0) return new RateLimited(waitSeconds);
    // What follows the last one is not written down attempt by attempt.
    const isLastBeforeRateLimit = this.failures.fail(networkAddress);
    const detail = { ...why, networkAddress, isLastBeforeRateLimit };
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'session.refused', actor: 'anonymous', detail }),
    );
    return alreadyRecorded(new DomainError('SIGN_IN_FAILED', 'the sign-in was not accepted'));
  }
}

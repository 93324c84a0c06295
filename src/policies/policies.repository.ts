import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Policy } from '../domain/policies/policy.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** All policy versions of the register. They are immutable, and each is signed by its quorum. */
@Injectable()
export class PoliciesRepository {
  constructor(private readonly register: Register) {}

  /** The policy in force. */
  async active(now: UnixSeconds, tx?: Tx): Promise<Policy> {
    const policy = (await this.register.current(tx)).policies().findLast((each) => each.activeFrom <= now);
    if (!policy) throw new DomainError('POLICY_UNAVAILABLE', 'no policy is in force');
    return policy;
  }

  async find(version: number, tx?: Tx): Promise<Policy | undefined> {
    return (await this.register.current(tx)).policies().find((each) => each.version === version);
  }

  async findByHash(hash: Bytes32, tx?: Tx): Promise<Policy | undefined> {
    return (await this.register.current(tx)).policies().find((each) => each.hash === hash);
  }

  /** Newest first; `before` is the last version of the previous page. */
  async list({ limit, before }: { limit: number; before?: number | undefined }): Promise<readonly Policy[]> {
    const policies = (await this.register.current()).policies();
    const earlier = policies.filter((each) => before === undefined || each.version < before);
    return earlier.reverse().slice(0, limit);
  }
}

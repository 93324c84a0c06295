import { Injectable } from '@nestjs/common';
import { changeQuorums } from '../domain/duties/change-quorums.js';
import type { DutyWorld } from '../domain/duties/coverage.js';
import { DomainError } from '../domain/errors.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { Register } from '../register/register.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';

export interface GatheredDuties {
  readonly world: DutyWorld;
  readonly policyVersion: number;
  readonly frozen: ReadonlySet<string>;
}

/** The people, Safes, policy and quorums as they are now. */
@Injectable()
export class DutyWorlds {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly safes: SafesRepository,
    private readonly policies: PoliciesRepository,
    private readonly register: Register,
  ) {}

  async gather(safeId: string | undefined): Promise<GatheredDuties> {
    const now = await this.database.now();
    const [people, all, policy, register] = await Promise.all([
      this.people.list(),
      this.safes.list(),
      this.policies.active(now),
      this.register.current(),
    ]);
    const onboarded = all.filter(({ id }) => safeId === undefined || id === safeId);
    if (safeId !== undefined && onboarded.length === 0)
      throw DomainError.at('/safe', 'SAFE_NOT_FOUND', 'no such Safe is onboarded');
    const quorums = changeQuorums(register.quorums);
    const world = { people, safes: onboarded.map(covered), policy: policy.document, quorums, now };
    const frozen = new Set(onboarded.filter((each) => each.frozen !== null).map(({ id }) => id));
    return { world, policyVersion: policy.version, frozen };
  }
}

function covered({ id, label, profile }: OnboardedSafe): DutyWorld['safes'][number] {
  return { id, label, owners: profile.owners, threshold: profile.threshold };
}

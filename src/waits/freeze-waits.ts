import { Injectable } from '@nestjs/common';
import { freezeEnd } from '../domain/register/freeze-end.js';
import type { Registered } from '../domain/register/registered.js';
import type { StandingFreeze } from '../domain/transfers/freeze-wait.js';
import type { SafeId } from '../domain/values/identifier.js';
import { Freezes } from '../safes/freezes.js';

/** Which freeze stands on Safes, who made it, and who can lift it. */
@Injectable()
export class FreezeWaits {
  constructor(private readonly freezes: Freezes) {}

  /** Of each Safe that is frozen, the first freeze that stands. */
  async of(safeIds: readonly SafeId[], register: Registered): Promise<ReadonlyMap<SafeId, StandingFreeze>> {
    const frozen = await this.freezes.frozenEach(safeIds);
    const made = await this.freezes.listedEach(
      frozen.flatMap((each) => each?.id ?? []),
      register,
    );
    return new Map(
      safeIds.flatMap((safeId, index) => {
        const [found, first] = [frozen[index], made.get(frozen[index]?.id ?? '')];
        if (!found || !first) return [];
        const { actor, actorName, finding } = first;
        const { id, scope, code, reason, at, standing } = found;
        const end = freezeEnd(register, id);
        return [[safeId, { id, scope, code, reason, at, standing, actor, actorName, finding, end }] as const];
      }),
    );
  }
}

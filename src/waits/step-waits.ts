import { Injectable } from '@nestjs/common';
import { heldByChangeWords, waitingToPin } from '../changes/change-exposure.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { isPassing } from '../domain/errors.js';
import type { Registered } from '../domain/register/registered.js';
import { reasonsWords } from '../domain/transfers/last-look.js';
import type { Reason, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { LogGate } from '../transfers/log-gate.js';

/** What the next step of transfers before their relay failed on, as far as that was written down. */
@Injectable()
export class StepWaits {
  constructor(
    private readonly decisions: DecisionsRepository,
    private readonly simulations: SimulationsRepository,
    private readonly log: LogGate,
  ) {}

  async of(
    transfers: readonly Transfer[],
    { register, now }: { readonly register: Registered; readonly now: UnixSeconds },
  ): Promise<ReadonlyMap<TransferId, Reason>> {
    const simulating = transfers.filter((each) => each.state === 'simulating');
    const confirmed = transfers.filter((each) => each.state === 'confirmed');
    const held = await this.log.holding(idsOf(confirmed), now);
    const failed = await this.examined(simulating);
    const stopped = confirmed.flatMap((each) => {
      const reason = held.get(each.id) ?? pinnedOtherwise(register, each);
      return reason ? [[each.id, reason] as const] : [];
    });
    return new Map([...failed, ...stopped]);
  }

  /** Only what was asked since it is examined: an earlier answer says nothing about this examination. */
  private async examined(
    simulating: readonly TransferIn<'simulating'>[],
  ): Promise<readonly (readonly [TransferId, Reason])[]> {
    const [unavailable, decided] = await Promise.all([
      this.simulations.unavailable(idsOf(simulating)),
      this.decisions.latestEach(idsOf(simulating)),
    ]);
    return simulating.flatMap(({ id, evidence }) => {
      const engines = unavailable.get(id);
      if (engines && engines.at >= evidence.since) {
        const { code, reason } = engines;
        return [[id, { code, reason }] as const];
      }
      const latest = decided.get(id);
      if (!latest || latest.at < evidence.since) return [];
      const reasons = latest.decision.reasons.flatMap(({ outcome, code, words }) =>
        outcome === 'deny' && code !== null && isPassing(code) ? [{ code, reason: words }] : [],
      );
      const [first] = reasons;
      return first ? [[id, { code: first.code, reason: reasonsWords(reasons) }] as const] : [];
    });
  }
}

function pinnedOtherwise(register: Registered, { intent }: Transfer): Reason | undefined {
  const change = waitingToPin(register, intent.safeId);
  return change && { code: 'EXPOSURE_OPEN', reason: heldByChangeWords(change) };
}

function idsOf(transfers: readonly Transfer[]): readonly TransferId[] {
  return transfers.map(({ id }) => id);
}

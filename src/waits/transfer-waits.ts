import { Injectable } from '@nestjs/common';
import { type Transfer, hasEnded, isBeforeRelay } from '../domain/transfers/transfer.js';
import { NOBODY } from '../domain/transfers/awaited.js';
import { type WaitFacts, type WaitsFor, waitsFor } from '../domain/transfers/waits-for.js';
import type { SafeId, TransferId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { ChainLooksRepository } from '../transfers/chain-looks.repository.js';
import { TransferHoldsRepository } from '../transfers/transfer-holds.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { FreezeWaits } from './freeze-waits.js';
import { type Held, PeopleWaits } from './people-waits.js';
import { StepWaits } from './step-waits.js';

/** What unfinished transfers wait for, and from whom. As many reads for a page of them as for one. */
@Injectable()
export class TransferWaits {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly freezes: FreezeWaits,
    private readonly transfers: TransfersRepository,
    private readonly people: PeopleWaits,
    private readonly steps: StepWaits,
    private readonly holds: TransferHoldsRepository,
    private readonly looks: ChainLooksRepository,
  ) {}

  /** One of each that has not ended. */
  async of(transfers: readonly Transfer[]): Promise<ReadonlyMap<TransferId, WaitsFor>> {
    const live = transfers.filter(({ state }) => !hasEnded(state));
    if (live.length === 0) return new Map();
    const held = { register: await this.register.current(), now: await this.database.now() };
    const factsOf = await this.facts(live, held);
    const waiting = live.map((each) => [each.id, waitsFor(each, factsOf(each))] as const);
    return new Map(waiting.flatMap(([id, waits]) => (waits ? [[id, waits] as const] : [])));
  }

  private async facts(live: readonly Transfer[], held: Held): Promise<(transfer: Transfer) => WaitFacts> {
    const ids = live.map(({ id }) => id);
    const safeIds = safesOf(live);
    const [frozen, since, lanes, awaited, excepting, failed] = await Promise.all([
      this.freezes.of(safeIds, held.register),
      this.transfers.sinceEach(ids),
      this.transfers.lanes(safesOf(live.filter(({ state }) => state === 'queued'))),
      this.people.of(live, held),
      this.people.excepting(live, held),
      this.steps.of(live, held),
    ]);
    const holds = await this.holds.findEach(ids);
    const looks = await this.looks.findEach(
      live.filter((each) => each.state === 'simulating' || !isBeforeRelay(each)).map(({ id }) => id),
    );
    return ({ id, intent, createdAt }) => {
      const lane = lanes.get(intent.safeId) ?? [];
      return {
        since: since.get(id) ?? createdAt,
        safe: held.register.safe(intent.safeId)?.label ?? intent.safe,
        frozen: frozen.get(intent.safeId) ?? null,
        excepting: excepting.get(id) ?? [],
        ahead: lane.slice(0, Math.max(0, lane.indexOf(id))),
        failed: failed.get(id) ?? null,
        awaited: awaited.get(id) ?? NOBODY,
        hold: holds.get(id) ?? null,
        looked: looks.get(id)?.words ?? null,
      };
    };
  }
}

function safesOf(transfers: readonly Transfer[]): readonly SafeId[] {
  return [...new Set(transfers.map(({ intent }) => intent.safeId))];
}

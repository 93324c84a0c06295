import { Injectable } from '@nestjs/common';
import { ActsAbout } from '../../audit-log/acts-about.js';
import { timelineStep } from '../../domain/audit-log/timeline.js';
import type { PersonId } from '../../domain/values/identifier.js';
import type { Principal } from '../../infra/http/access.js';
import { PeopleRepository } from '../../identity/people.repository.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Veil } from '../../veil/veil.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import type { Timeline } from './timeline.contract.js';

/** What happened to a transfer, by its entries in the log. */
@Injectable()
export class Timelines {
  constructor(
    private readonly acts: ActsAbout,
    private readonly people: PeopleRepository,
    private readonly veil: Veil,
  ) {}

  /** @param after the index of the last entry that was read before */
  async of(
    transfer: Transfer,
    by: Principal,
    { after, limit }: { readonly after: bigint; readonly limit: number },
  ): Promise<Timeline> {
    // Asked after the acts are read: what is hidden by then is shown in no sentence of theirs.
    const found = await this.acts.list(transfer.id, { after, limit });
    const isHidden = await this.veil.hides(transfer, by);
    const people = await this.people.byId();
    const nameOf = (id: string) => people.get(id as PersonId)?.name;
    const shown = found.slice(0, limit);
    const data = shown.flatMap((act) => {
      const step = timelineStep(act, nameOf);
      if (!step) return [];
      const { gate, outcome, sentence } = step;
      return {
        ...{ gate, outcome, actor: act.actor, actorName: nameOf(act.actor) ?? null },
        at: printTimestamp(act.at),
        sentence: isHidden ? null : sentence,
        entry: act.index?.toString() ?? null,
      };
    });
    const last = shown.at(-1)?.index;
    const hasMore = found.length > limit && last !== null && last !== undefined;
    return { data, nextCursor: hasMore ? last.toString() : null };
  }
}

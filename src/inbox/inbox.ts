import { Injectable } from '@nestjs/common';
import { awaitsAnswerOf } from '../changes/awaits-answer.js';
import { mayAct } from '../domain/duties/abilities.js';
import { type InboxKind, askedOf } from '../domain/duties/inbox.js';
import { OPERATIONAL_ROLES } from '../domain/identity/person.js';
import type { ChangeRecord } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { WaitsFor } from '../domain/transfers/waits-for.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { type Principal, personOf } from '../infra/http/access.js';
import { Register } from '../register/register.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import { TransferWaits } from '../waits/transfer-waits.js';

/** One thing that waits for the reader. */
export type Waiting =
  | {
      readonly kind: Exclude<InboxKind, 'answer'>;
      readonly transfer: Transfer;
      readonly waits: WaitsFor;
      readonly isHidden: boolean;
    }
  | { readonly kind: 'answer'; readonly record: ChangeRecord };

export interface WaitingFor {
  readonly waiting: readonly Waiting[];
  readonly register: Registered;
}

/** What waits for one person, by the rules of the gates that would take the act. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly transfers: TransfersRepository,
    private readonly waits: TransferWaits,
    private readonly hidden: HiddenTransfers,
  ) {}

  /** The oldest deadline first. @throws DomainError FORBIDDEN to services, for which nothing ever waits */
  async of(reader: Principal): Promise<WaitingFor> {
    const personId = personOf(reader, 'nothing waits for a service: each of these acts needs a person');
    const now = await this.database.now();
    const register = await this.register.current();
    const transfers = await this.asked(reader, { personId, now });
    const changes = changesFor(register, reader, { personId, now });
    const waiting = [...transfers, ...changes].sort((a, b) => deadlineOf(a) - deadlineOf(b));
    return { waiting, register };
  }

  private async asked(
    reader: Principal,
    { personId, now }: { readonly personId: PersonId; readonly now: UnixSeconds },
  ): Promise<readonly Waiting[]> {
    const live = await this.transfers.live();
    const waits = await this.waits.of(live);
    const mine = live.flatMap((transfer) => {
      const found = waits.get(transfer.id);
      return found?.people.some(({ id }) => id === personId) ? [{ transfer, waits: found }] : [];
    });
    const hidden = await this.hiddenOf(mine, reader);
    return mine.flatMap((each): Waiting[] => {
      const isHidden = hidden.has(each.transfer.id);
      const kind = askedOf(each.waits, { personId, isHidden, now });
      return kind === undefined || kind === 'answer' ? [] : [{ kind, isHidden, ...each }];
    });
  }

  private async hiddenOf(
    mine: readonly { readonly transfer: Transfer }[],
    reader: Principal,
  ): Promise<ReadonlySet<string>> {
    if (!mine.some(({ transfer }) => isBeforeRelay(transfer))) return new Set();
    return new Set((await this.hidden.of(reader)).map(({ id }) => id));
  }
}

function changesFor(
  register: Registered,
  reader: Principal,
  { personId, now }: { readonly personId: PersonId; readonly now: UnixSeconds },
): readonly Waiting[] {
  const person = register.people.get(personId);
  if (!person || !mayAct(person, null, now)) return [];
  if (!OPERATIONAL_ROLES.some((role) => reader.roles.includes(role))) return [];
  return [...register.ledger.changes.values()]
    .filter((record) => awaitsAnswerOf(register, record, personId))
    .map((record) => ({ kind: 'answer', record }));
}

function deadlineOf(waiting: Waiting): number {
  if (waiting.kind === 'answer') return waiting.record.change.expiresAt;
  return waiting.waits.expiresAt ?? Number.POSITIVE_INFINITY;
}

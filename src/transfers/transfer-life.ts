import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { isTakeable } from '../domain/transfers/cancelling.js';
import { isStoppedByFreeze } from '../domain/transfers/stopped-by-freeze.js';
import {
  type Relayed,
  type Transfer,
  type TransferIn,
  type TransferState,
  hasEnded,
  isRelayed,
} from '../domain/transfers/transfer.js';
import { type TransferEvent, next } from '../domain/transfers/transitions.js';
import { Database, type Tx } from '../infra/database/database.js';
import { type JobOrder, Jobs } from '../infra/jobs/jobs.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import { Freezes } from '../safes/freezes.js';
import { stepEvent } from './step-event.js';
import { TransfersRepository } from './transfers.repository.js';

/** The job that each state waits for. Ordered with the state itself, so that a crash loses neither. */
export const JOBS = {
  lane: 'lane',
  simulate: 'simulate',
  relay: 'relay',
  submit: 'submit',
  watch: 'watch',
  cancel: 'cancel',
  recheck: 'recheck',
  expire: 'expire',
} as const;

/** Moves a transfer on by the domain's rule. State, log entry, budget and next job are one transaction. */
@Injectable()
export class TransferLife {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly freezes: Freezes,
    private readonly audit: AuditLog,
    private readonly reservations: ReservationsRepository,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Call it in an act that writes to the log before it ends a transfer. To prevent deadlock, every transaction locks
   * transfer, budget, log in this order; `advance` does so by itself.
   */
  lockBudget(tx: Tx, transfer: Transfer): Promise<void> {
    return this.reservations.lockHeld(tx, transfer.id);
  }

  /** @throws DomainError SAFE_FROZEN if the event brings a transfer of a frozen Safe nearer to a payment */
  async advance(tx: Tx, transfer: Transfer, event: TransferEvent, actor: string): Promise<Transfer> {
    const to = next(transfer, event);
    const at = await this.database.now(tx);
    await this.transfers.save(tx, { from: transfer, to, at });
    await this.settleBudget(tx, to);
    if (isStoppedByFreeze(event.kind)) await this.freezes.require(tx, to.intent.safeId);
    await this.audit.append(tx, stepEvent(transfer, to, actor));
    for (const order of jobsOf(to)) await this.jobs.order(tx, order);
    return to;
  }

  /** Releases budget only if the chain can no longer pay after this end (invariant 11). */
  private async settleBudget(tx: Tx, transfer: Transfer): Promise<void> {
    if (!hasEnded(transfer.state)) return;
    if (transfer.state === 'settled' || transfer.state === 'mismatched')
      await this.reservations.settle(tx, transfer.id, transfer.state === 'settled');
    else await this.reservations.release(tx, transfer.id);
  }
}

/** The jobs of a transfer's state: the one that moves it on, and the recheck. */
export function jobsOf(transfer: Transfer): readonly JobOrder[] {
  const { id, state, intent } = transfer;
  const name = jobName(state);
  const orders: JobOrder[] = [];
  if (name !== undefined) orders.push({ name, id: name === JOBS.lane ? intent.safeId : id });
  if (transfer.state === 'cancelling') orders.push(...cancelJobs(transfer));
  if (isRechecked(transfer)) orders.push({ name: JOBS.recheck, id, after: 'recheck' });
  return orders;
}

/** Besides the watch over its nonce. */
function cancelJobs({ id, evidence }: TransferIn<'cancelling'>): readonly JobOrder[] {
  const { cancel } = evidence;
  if (cancel.stage === 'submitted') return [];
  if (!isTakeable(cancel)) return [{ name: JOBS.cancel, id }];
  const recheck = { name: JOBS.cancel, id, after: 'recheck' } as const;
  return cancel.stage === 'signed' ? [{ name: JOBS.submit, id }, recheck] : [{ name: JOBS.cancel, id }];
}

/** Transfers that wait for people or for their turn; they are rechecked regularly (invariants 9, 13 and 25). */
export type Rechecked = TransferIn<
  'needs-exception' | 'queued' | 'awaiting-confirmation' | 'confirmed' | Relayed
>;

export function isRechecked(transfer: Transfer): transfer is Rechecked {
  const { state } = transfer;
  return (
    state === 'needs-exception' ||
    state === 'queued' ||
    state === 'awaiting-confirmation' ||
    state === 'confirmed' ||
    isRelayed(transfer)
  );
}

function jobName(state: TransferState): string | undefined {
  switch (state) {
    case 'queued':
      return JOBS.lane;
    case 'simulating':
      return JOBS.simulate;
    case 'confirmed':
      return JOBS.relay;
    case 'signed':
      return JOBS.submit;
    case 'relayed':
    case 'submitted':
    case 'cancelling':
    case 'executed':
      return JOBS.watch;
    case 'requested':
    case 'needs-exception':
    case 'awaiting-confirmation':
      return undefined;
    case 'settled':
    case 'mismatched':
    case 'superseded':
    case 'refused':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return JOBS.lane;
  }
}

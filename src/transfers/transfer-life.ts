import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { AuditType } from '../domain/audit-log/entry.js';
import { type Transfer, type TransferState, hasEnded } from '../domain/transfers/transfer.js';
import { type TransferEvent, next } from '../domain/transfers/transitions.js';
import { Database, type Tx } from '../infra/database/database.js';
import { type JobOrder, Jobs } from '../infra/jobs/jobs.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import { TransfersRepository, storeEvidence } from './transfers.repository.js';

const AUDITED: Readonly<Record<TransferEvent['kind'], AuditType>> = {
  refuse: 'transfer.refused',
  hold: 'transfer.held',
  queue: 'transfer.queued',
  'enter-lane': 'transfer.entered-lane',
  clear: 'transfer.cleared',
  confirm: 'transfer.confirmed',
  reject: 'transfer.rejected',
  revise: 'transfer.revised',
  relay: 'transfer.relayed',
  sign: 'transfer.signed',
  submit: 'transfer.submitted',
  execute: 'transfer.executed',
  settle: 'transfer.settled',
  mismatch: 'transfer.mismatched',
  supersede: 'transfer.superseded',
  cancel: 'transfer.cancelled',
  expire: 'transfer.expired',
};

/** The job that each state waits for. Ordered with the state itself, so that a crash loses neither. */
export const JOBS = {
  lane: 'lane',
  simulate: 'simulate',
  relay: 'relay',
  submit: 'submit',
  watch: 'watch',
  expire: 'expire',
} as const;

/** Moves a transfer from state to state: the rule decides, then state, log entry, budget and next job are one transaction. */
@Injectable()
export class TransferLife {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly reservations: ReservationsRepository,
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
  ) {}

  async advance(tx: Tx, transfer: Transfer, event: TransferEvent, actor: string): Promise<Transfer> {
    const to = next(transfer, event);
    const at = await this.database.now(tx);
    await this.transfers.save(tx, { from: transfer, to, at });
    await this.audit.append(tx, {
      type: AUDITED[event.kind],
      actor,
      safeId: to.intent.safeId,
      subject: to.id,
      detail: { from: transfer.state, to: to.state, revision: to.revision, evidence: storeEvidence(to) },
    });
    await this.settleBudget(tx, to);
    const order = jobOf(to);
    if (order) await this.jobs.order(tx, order);
    return to;
  }

  /** Budget is freed only by an end that the chain can no longer turn into a payment (invariant 11). */
  private async settleBudget(tx: Tx, transfer: Transfer): Promise<void> {
    if (!hasEnded(transfer.state)) return;
    if (transfer.state === 'settled' || transfer.state === 'mismatched')
      await this.reservations.settle(tx, transfer.id);
    else await this.reservations.release(tx, transfer.id);
  }
}

/** The job that a transfer's state waits for, if it waits for one. */
export function jobOf(transfer: Transfer): JobOrder | undefined {
  const name = jobName(transfer.state);
  if (name === undefined) return undefined;
  return { name, id: name === JOBS.lane ? transfer.intent.safeId : transfer.id };
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

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { Decision } from '../domain/policies/decision.js';
import { scopeKeys } from '../domain/policies/scopes.js';
import { waivedCeilings } from '../domain/policies/waived-ceilings.js';
import type { Reason, Transfer } from '../domain/transfers/transfer.js';
import type { TransferEvent } from '../domain/transfers/transitions.js';
import type { Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import type { Decided } from './decisions.repository.js';
import { type TransferSnapshot, scopesOf } from './transfer-snapshot.js';

/** The first step of a transfer's life, shared by the request and by the exceptions that follow it. */
@Injectable()
export class AnswerDecision {
  constructor(
    private readonly life: TransferLife,
    private readonly reservations: ReservationsRepository,
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
  ) {}

  /** Call it before the first log entry: against deadlock, transactions lock transfer, budget, log in this order. */
  async lockBudget(tx: Tx, gathered: TransferSnapshot): Promise<void> {
    await this.reservations.lock(tx, scopeKeys(scopesOf(gathered)));
  }

  async begin(tx: Tx, transfer: Transfer): Promise<void> {
    const { intent } = transfer;
    await this.audit.append(tx, {
      type: 'transfer.requested',
      actor: intent.requesterId,
      safeId: intent.safeId,
      subject: transfer.id,
      detail: {
        intent: { ...intent, amount: intent.amount.toString() },
        intentHash: transfer.intentHash,
        signature: transfer.intentSignature,
      },
    });
    await this.jobs.order(tx, { name: JOBS.expire, id: transfer.id, at: intent.expiresAt });
  }

  /** A permit reserves the budget in the transaction that queues the transfer (invariant 11). */
  async answer(tx: Tx, transfer: Transfer, { decision, facts }: Decided): Promise<Transfer> {
    if (decision.outcome === 'permit') {
      const ceilings = waivedCeilings(decision, facts);
      await this.reservations.reserve(tx, transfer.id, decision.reservations, ceilings);
    }
    return this.life.advance(tx, transfer, eventOf(decision), 'system');
  }
}

/** The denials of a decision, for the evidence of a refused transfer. */
export function denials(decision: Decision): Reason[] {
  return decision.reasons
    .filter((each) => each.outcome === 'deny')
    .map((each) => ({ code: each.code ?? 'RULE_FAILED', reason: each.words }));
}

function eventOf(decision: Decision): TransferEvent {
  switch (decision.outcome) {
    case 'permit':
      return { kind: 'queue' };
    case 'needs-exception':
      return { kind: 'hold', rules: decision.waivable.map((each) => each.rule) };
    case 'deny':
      return { kind: 'refuse', reasons: denials(decision) };
  }
}

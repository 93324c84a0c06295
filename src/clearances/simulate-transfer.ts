import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError, isPassing } from '../domain/errors.js';
import type { Reason, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { type Examined, Examiner } from './examine-transfer.js';
import { PromptedClearances } from './prompted-clearances.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

/** How long a transfer waits for providers and engines that do not answer. */
const PATIENCE_SECONDS = 60;

@Injectable()
export class Waiting {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly jobs: Jobs,
  ) {}

  /** What could not be looked at is never passed (invariant 6): it is tried again for a while, and then refused. */
  async unavailable(tx: Tx, transfer: TransferIn<'simulating'>, reasons: readonly Reason[]): Promise<void> {
    const now = await this.database.now(tx);
    if (now - transfer.evidence.since < PATIENCE_SECONDS) {
      await this.jobs.order(tx, { name: JOBS.simulate, id: transfer.id, after: 'simulateAgain' });
    } else {
      await this.life.advance(tx, transfer, { kind: 'refuse', reasons }, 'system');
    }
  }
}

@Injectable()
export class SimulatedTransfer {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly clearances: PromptedClearances,
    private readonly life: TransferLife,
    private readonly audit: AuditLog,
    private readonly waiting: Waiting,
  ) {}

  async current(id: string): Promise<TransferIn<'simulating'> | undefined> {
    const transfer = await this.transfers.find(parseId('tr', id));
    return transfer?.state === 'simulating' ? transfer : undefined;
  }

  async decide(tx: Tx, examinedTransfer: Transfer, examined: Examined): Promise<void> {
    const transfer = await this.transfers.lock(examinedTransfer.id, tx);
    if (transfer?.state !== 'simulating') return;
    const clearing = await this.clearances.make(tx, transfer, examined);
    await this.audit.append(tx, {
      type: 'transfer.simulated',
      actor: 'system',
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: {
        verdict: clearing.kind,
        reasons:
          clearing.kind === 'cleared' ? [] : clearing.reasons.map((each) => `${each.code}: ${each.reason}`),
      },
    });
    switch (clearing.kind) {
      case 'cleared':
        await this.life.advance(tx, transfer, { kind: 'clear', cleared: clearing.cleared }, 'system');
        return;
      case 'refused':
        await this.life.advance(tx, transfer, { kind: 'refuse', reasons: clearing.reasons }, 'system');
        return;
      case 'unavailable':
        await this.waiting.unavailable(tx, transfer, clearing.reasons);
        return;
    }
  }

  async stop(tx: Tx, examined: TransferIn<'simulating'>, error: DomainError): Promise<void> {
    const transfer = await this.transfers.lock(examined.id, tx);
    if (transfer?.state !== 'simulating') return;
    const reasons = [{ code: error.code, reason: error.message }];
    if (isPassing(error.code)) await this.waiting.unavailable(tx, transfer, reasons);
    else await this.life.advance(tx, transfer, { kind: 'refuse', reasons }, 'system');
  }
}

/** The job of a transfer that has entered the lane: examine it, and put what was seen before people, or refuse it. */
@Injectable()
export class TransferSimulator implements OnModuleInit {
  private readonly log = new Logger(TransferSimulator.name);

  constructor(
    private readonly database: Database,
    private readonly examiner: Examiner,
    private readonly outcome: SimulatedTransfer,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.simulate, (id) => this.simulate(id));
  }

  private async simulate(id: string): Promise<void> {
    const transfer = await this.outcome.current(id);
    if (!transfer) return;
    try {
      const examined = await this.examiner.examine(transfer);
      await this.database.transaction((tx) => this.outcome.decide(tx, transfer, examined));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'STATE_CONFLICT') throw error;
      this.log.warn(`${id}: ${error.message}`);
      await this.database.transaction((tx) => this.outcome.stop(tx, transfer, error));
    }
  }
}

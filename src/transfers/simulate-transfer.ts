import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { ClearanceMaker, type Examined, Examiner } from './prepare-clearance.js';
import { JOBS, TransferLife } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';

const RETRY_SECONDS = 5;

@Injectable()
export class SimulatedTransfer {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly maker: ClearanceMaker,
    private readonly life: TransferLife,
    private readonly audit: AuditLog,
  ) {}

  async current(id: string): Promise<Transfer | undefined> {
    const transfer = await this.transfers.find(parseId('tr', id));
    return transfer?.state === 'simulating' ? transfer : undefined;
  }

  async decide(tx: Tx, examinedTransfer: Transfer, examined: Examined): Promise<void> {
    const transfer = await this.transfers.lock(examinedTransfer.id, tx);
    if (transfer?.state !== 'simulating') return;
    const clearing = await this.maker.make(tx, transfer, examined, 'clearance');
    await this.audit.append(tx, {
      type: 'transfer.simulated',
      actor: 'system',
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: { verdict: clearing.kind, reasons: clearing.kind === 'cleared' ? [] : clearing.reasons.map(words) },
    });
    switch (clearing.kind) {
      case 'cleared':
        await this.life.advance(tx, transfer, { kind: 'clear', cleared: clearing.cleared }, 'system');
        return;
      case 'refused':
        await this.life.advance(tx, transfer, { kind: 'refuse', reasons: clearing.reasons }, 'system');
        return;
      case 'unavailable': {
        const reasons = clearing.reasons.map((reason) => ({ code: 'SIMULATION_UNAVAILABLE' as const, reason }));
        await this.life.advance(tx, transfer, { kind: 'refuse', reasons }, 'system');
        return;
      }
    }
  }

  async refuse(tx: Tx, transfer: Transfer, error: DomainError): Promise<void> {
    const reasons = [{ code: error.code, reason: error.message }];
    await this.life.advance(tx, transfer, { kind: 'refuse', reasons }, 'system');
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
      await this.database.transaction((tx) =>
        isPassing(error) ? this.again(tx, id) : this.outcome.refuse(tx, transfer, error),
      );
    }
  }

  private async again(tx: Tx, id: string): Promise<void> {
    const now = await this.database.now(tx);
    await this.jobs.order(tx, { name: JOBS.simulate, id, at: unixSeconds(now + RETRY_SECONDS) });
  }
}

/** Not this transfer's fault: it waits, refused by nobody and passed by nobody, until the outside answers or its time is over. */
function isPassing(error: DomainError): boolean {
  return error.code.endsWith('_UNAVAILABLE');
}

function words(reason: string | { readonly code: string; readonly reason: string }): string {
  return typeof reason === 'string' ? reason : `${reason.code}: ${reason.reason}`;
}

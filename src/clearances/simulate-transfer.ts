import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError, isPassing } from '../domain/errors.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { type Examined, Examiner } from './examine-transfer.js';
import { PromptedClearances } from './prompted-clearances.js';
import { ChainLooksRepository } from '../transfers/chain-looks.repository.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

type Simulating = TransferIn<'simulating'>;

// How long a provider may be restarting before it counts as gone.
const EARLY_SECONDS = 60;

/** The job of a transfer that has entered the lane: examine it, then ask people to confirm it, or refuse it. */
@Injectable()
export class TransferSimulator implements OnModuleInit {
  private readonly log = new Logger(TransferSimulator.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly transfers: TransfersRepository,
    private readonly examiner: Examiner,
    private readonly clearances: PromptedClearances,
    private readonly life: TransferLife,
    private readonly looks: ChainLooksRepository,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.simulate, (id) => this.simulate(id));
  }

  private async simulate(id: string): Promise<void> {
    const transfer = await this.transfers.find(parseId('tr', id));
    if (transfer?.state !== 'simulating') return;
    try {
      const examined = await this.examiner.examine(transfer);
      await this.underLock(transfer, (tx, locked) => this.decide(tx, locked, examined));
      await this.looks.note(transfer.id, undefined);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'STATE_CONFLICT') throw error;
      this.log.warn(`${id}: ${error.message}`);
      await this.underLock(transfer, (tx, locked) => this.stop(tx, locked, error));
      await this.looks.note(transfer.id, isPassing(error.code) ? error.message : undefined);
    }
  }

  /** Runs under the lock of the transfer's row; does nothing if the transfer moved on during the examination. */
  private async underLock(
    { id }: Simulating,
    act: (tx: Tx, transfer: Simulating) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const transfer = await this.transfers.lock(id, tx);
      if (transfer?.state === 'simulating') await act(tx, transfer);
    });
  }

  private async decide(tx: Tx, transfer: Simulating, examined: Examined): Promise<void> {
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
        await this.wait(tx, transfer);
        return;
    }
  }

  private async stop(tx: Tx, transfer: Simulating, error: DomainError): Promise<void> {
    if (isPassing(error.code)) return this.wait(tx, transfer);
    const reasons = [{ code: error.code, reason: error.message }];
    await this.life.advance(tx, transfer, { kind: 'refuse', reasons }, 'system');
  }

  /**
   * What could not be looked at is never passed (invariant 6), and ends nothing (invariant 27): it waits until the
   * provider is back or taken out. People may cancel it meanwhile, and its intent expires. Each try is an entry in the
   * log, so that it becomes rarer after a minute.
   */
  private async wait(tx: Tx, { id, evidence }: Simulating): Promise<void> {
    const isEarly = (await this.database.now(tx)) - evidence.since < EARLY_SECONDS;
    const after = isEarly ? 'simulateAgain' : 'simulateLater';
    await this.jobs.order(tx, { name: JOBS.simulate, id, after });
  }
}

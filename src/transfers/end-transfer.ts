import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { JOBS, TransferLife } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';

/** Ends a transfer before its relay: by its requester's wish, or because its time is over. */
@Injectable()
export class TransferEnder implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly life: TransferLife,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.expire, (id) => this.expire(id));
  }

  async cancel(tx: Tx, transfer: Transfer, by: { personId: PersonId; why: string }): Promise<Transfer> {
    if (!isBeforeRelay(transfer)) {
      const detail = `a transfer that is ${transfer.state} cannot be withdrawn: owner signatures do not expire, only the chain ends it`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    if (by.personId !== transfer.intent.requesterId) {
      throw new DomainError('FORBIDDEN', 'only the requester cancels a transfer; approvers reject it');
    }
    return this.life.advance(tx, transfer, { kind: 'cancel', by: by.personId, why: by.why }, by.personId);
  }

  private async expire(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const transfer = await this.transfers.find(parseId('tr', id), tx);
      if (!transfer || !isBeforeRelay(transfer)) return;
      const now = await this.database.now(tx);
      if (now < transfer.intent.expiresAt) {
        await this.jobs.order(tx, { name: JOBS.expire, id, at: transfer.intent.expiresAt });
        return;
      }
      await this.life.advance(tx, transfer, { kind: 'expire' }, 'system');
    });
  }
}

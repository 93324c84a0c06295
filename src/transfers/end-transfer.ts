import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import {
  type BeforeRelay,
  type Transfer,
  type TransferIn,
  isBeforeRelay,
} from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { TransferJobs } from './transfer-jobs.js';
import { JOBS, TransferLife } from './transfer-life.js';

/** Ends a transfer before its relay: its requester cancels it, or it expires. */
@Injectable()
export class TransferEnder implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly jobs: TransferJobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.expire, { isFor: isBeforeRelay, act: (transfer) => this.expire(transfer) });
  }

  async cancel(
    tx: Tx,
    transfer: TransferIn<BeforeRelay>,
    by: { personId: PersonId; why: string },
  ): Promise<Transfer> {
    if (by.personId !== transfer.intent.requesterId) {
      throw new DomainError('FORBIDDEN', 'only the requester cancels a transfer; approvers reject it');
    }
    return this.life.advance(tx, transfer, { kind: 'cancel', by: by.personId, why: by.why }, by.personId);
  }

  private async expire(transfer: TransferIn<BeforeRelay>): Promise<readonly JobOrder[]> {
    const { expiresAt } = transfer.intent;
    return this.database.transaction(async (tx) => {
      if ((await this.database.now(tx)) < expiresAt)
        return [{ name: JOBS.expire, id: transfer.id, at: expiresAt }];
      await this.life.advance(tx, transfer, { kind: 'expire' }, 'system');
      return [];
    });
  }
}

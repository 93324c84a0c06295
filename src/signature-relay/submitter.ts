import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { DomainError } from '../domain/errors.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { Relayer } from '../infra/chain/relayer.js';
import { Database } from '../infra/database/database.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { SelfTest } from '../inspections/self-test.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { ExecutionCalls } from './execution-calls.js';
import { RelayedEvidence } from '../clearances/relayed-evidence.js';

type Submittable = TransferIn<'signed' | 'submitted'>;

/**
 * Signs the executing transaction with the relayer's key and stores its bytes before they are sent. So a crash resends
 * the same bytes, which the Safe's nonce lets execute only once.
 */
@Injectable()
export class Submitter implements OnModuleInit {
  private readonly log = new Logger(Submitter.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: TransferJobs,
    private readonly life: TransferLife,
    private readonly safes: SafesRepository,
    private readonly calls: ExecutionCalls,
    private readonly relayer: Relayer,
    private readonly selfTest: SelfTest,
    private readonly approvals: RelayedEvidence,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.submit, {
      isFor: isSubmittable,
      act: (transfer) => this.submit(transfer),
      stop: (transfer, error) => this.stop(transfer, error),
    });
  }

  private async submit(transfer: Submittable): Promise<readonly JobOrder[]> {
    const safe = await this.safes.find(transfer.intent.safeId);
    if (!safe) return [];
    if (safe.frozen) return later(transfer);
    const call = await this.calls.call(transfer, safe);
    this.selfTest.require();
    await this.approvals.require(transfer);
    const submission = await this.relayer.sign(call);
    // A freeze meanwhile refuses this step, so the bytes are not stored, and bytes that are not stored are never sent.
    await this.database.transaction((tx) =>
      this.life.advance(tx, transfer, { kind: 'submit', submission }, 'system'),
    );
    return [];
  }

  private stop(transfer: Submittable, error: DomainError): Promise<readonly JobOrder[]> {
    this.log.warn(`${transfer.id} cannot be submitted yet: ${error.message}`);
    return Promise.resolve(later(transfer));
  }
}

function isSubmittable(transfer: Transfer): transfer is Submittable {
  return transfer.state === 'signed' || transfer.state === 'submitted';
}

function later({ id }: Submittable): readonly JobOrder[] {
  return [
    { name: JOBS.submit, id, after: 'submitAgain' },
    // Watch at once: somebody else may have executed it, and a later order must not postpone an earlier one.
    { name: JOBS.watch, id },
  ];
}

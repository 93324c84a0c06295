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
import { RelayedEvidence } from './relayed-evidence.js';

type Submittable = TransferIn<'signed' | 'submitted'>;

/**
 * Signs the executing transaction with the relayer's key and stores its bytes before anyone sends them: after a crash
 * the same bytes go out again, and the Safe's nonce lets them execute once.
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
    // A transfer that was frozen meanwhile is refused here, before its bytes are written: unwritten bytes are never sent.
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
    // At once, so that no order puts off the look that an earlier one asked for: somebody else may have executed it.
    { name: JOBS.watch, id },
  ];
}

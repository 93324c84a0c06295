import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { joinSignatures, verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { execTransactionData } from '../domain/simulation/exec-call.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Relayer, type SignedTransaction } from '../infra/chain/relayer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { SelfTest } from '../inspections/self-test.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { RelayedEvidence } from './relayed-evidence.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';

type Submittable = TransferIn<'signed' | 'submitted'>;

@Injectable()
export class Submission {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly safes: SafesRepository,
    private readonly registries: TransferObjects,
    private readonly life: TransferLife,
  ) {}

  /** @returns `frozen` if it may not go out now, undefined if it has nothing to go out for */
  async prepare(id: string) {
    const transfer = await this.transfers.find(parseId('tr', id));
    if (transfer?.state !== 'signed' && transfer?.state !== 'submitted') return undefined;
    const safe = await this.safes.find(transfer.intent.safeId);
    if (!safe) return undefined;
    if (safe.frozen) return 'frozen';
    return { transfer, call: { to: safe.address, data: await this.calldata(transfer, safe) } };
  }

  /** What was frozen since it was prepared is refused here, before its bytes are written: unwritten bytes are never sent. */
  async keep(tx: Tx, transfer: Submittable, submission: SignedTransaction): Promise<void> {
    await this.life.advance(tx, transfer, { kind: 'submit', submission }, 'system');
  }

  /** Built again from the intent and hashed again: stored bytes are never sent, and stored signatures are verified once more. */
  private async calldata(transfer: Submittable, safe: OnboardedSafe): Promise<`0x${string}`> {
    const { asset } = await this.registries.asset(transfer.intent);
    const { nonce, safeTxHash } = transfer.evidence.cleared;
    const { transaction } = transactionOf(transfer.intent, asset, nonce);
    if (safeTxDigests(transaction, safe.profile.chainId, safe.address).digest !== safeTxHash) {
      throw new Error(`${transfer.id} no longer builds the Safe transaction that was cleared`);
    }
    const stored = await this.signatures.list(transfer.id);
    const verdicts = await Promise.all(
      stored.map((each) => verifyOwnerSignature(each, { safeTxHash, owners: safe.profile.owners })),
    );
    const genuine = stored.filter((_, index) => verdicts[index]?.kind === 'genuine');
    return execTransactionData(transaction, joinSignatures(genuine, safe.profile.threshold));
  }
}

/** What must hold at the moment in which a signed transfer goes out. */
@Injectable()
export class LastLook {
  constructor(
    private readonly selfTest: SelfTest,
    private readonly approvals: RelayedEvidence,
  ) {}

  async require(transfer: Submittable): Promise<void> {
    this.selfTest.require();
    await this.approvals.require(transfer);
  }
}

/**
 * Signs the executing transaction with the relayer's key and stores its bytes before anyone sends them: after a crash
 * the same bytes go out again, and the Safe's nonce lets them execute once.
 */
@Injectable()
export class Submitter implements OnModuleInit {
  private readonly log = new Logger(Submitter.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly preparation: Submission,
    private readonly relayer: Relayer,
    private readonly lastLook: LastLook,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.submit, (id) => this.submit(id));
  }

  private async submit(id: string): Promise<void> {
    const prepared = await this.preparation.prepare(id);
    if (!prepared) return;
    if (prepared === 'frozen') return this.later(id);
    const { transfer, call } = prepared;
    try {
      await this.lastLook.require(transfer);
      const submission = await this.relayer.sign(call);
      await this.database.transaction((tx) => this.preparation.keep(tx, transfer, submission));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'STATE_CONFLICT') throw error;
      this.log.warn(`${id} cannot be submitted yet: ${error.message}`);
      await this.later(id);
    }
  }

  private async later(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.jobs.order(tx, { name: JOBS.submit, id, after: 'submitAgain' });
      // At once, so that no order puts off the look that an earlier one asked for: somebody else may have executed it.
      await this.jobs.order(tx, { name: JOBS.watch, id });
    });
  }
}

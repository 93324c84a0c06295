import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import type { Quorum } from '../domain/confirmations/quorum.js';
import { placeWords } from '../domain/confirmations/requirement-words.js';
import { type DomainError, type ErrorCode, isPassing } from '../domain/errors.js';
import { clearanceChanges, clearanceOf } from '../domain/transfers/clearance-of.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { type Examined, Examiner } from '../clearances/examine-transfer.js';
import { ClearanceMaker } from '../clearances/make-clearance.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { SelfTest } from '../inspections/self-test.js';
import { LogGate } from '../transfers/log-gate.js';

type Confirmed = TransferIn<'confirmed'>;

/**
 * The relay gate checks everything again: present policy, Safe and nonce, a fresh simulation, every confirmation's
 * signature. Only a transfer exactly as confirmed leaves; a changed precondition makes a new revision (invariant 9).
 */
@Injectable()
export class RelayGate implements OnModuleInit {
  private readonly log = new Logger(RelayGate.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: TransferJobs,
    private readonly life: TransferLife,
    private readonly examiner: Examiner,
    private readonly maker: ClearanceMaker,
    private readonly confirmations: ConfirmationsService,
    private readonly selfTest: SelfTest,
    private readonly logGate: LogGate,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.relay, {
      isFor: (transfer: Transfer): transfer is Confirmed => transfer.state === 'confirmed',
      act: (transfer) => this.pass(transfer),
      stop: (transfer, error) => this.stop(transfer, error),
    });
  }

  private async pass(transfer: Confirmed): Promise<readonly JobOrder[]> {
    this.selfTest.require();
    if (await this.maker.heldByChange(transfer)) return [again(transfer)];
    // Wait for the log first, so that the examination is fresh afterwards. Later acts are caught by asking once more.
    await this.logGate.waitFor(transfer.id);
    const examined = await this.examiner.examine(transfer);
    await this.logGate.require(transfer.id);
    return this.database.transaction((tx) => this.decide(tx, transfer, examined));
  }

  private async decide(tx: Tx, seen: Confirmed, examined: Examined): Promise<readonly JobOrder[]> {
    const transfer = await this.jobs.lock(tx, seen);
    if (!transfer) return [];
    const clearing = await this.maker.make(tx, transfer, examined, 'relay');
    switch (clearing.kind) {
      case 'unavailable':
        return [again(transfer)];
      case 'refused':
        return this.revise(tx, transfer, clearing.reasons.map((each) => each.reason).join('; '));
      case 'cleared': {
        const changes = clearanceChanges(transfer.evidence.cleared, clearing.cleared);
        if (changes.length > 0) return this.revise(tx, transfer, changes.join('; '));
        const { requesterId } = transfer.intent;
        const { require } = clearing.cleared;
        const question = { clearance: clearanceOf(transfer), require, requesterId };
        const quorum = await this.confirmations.quorum(question, tx);
        if (!quorum.met) return this.revise(tx, transfer, shortfall(quorum));
        await this.life.advance(tx, transfer, { kind: 'relay', at: await this.database.now(tx) }, 'system');
        return [];
      }
    }
  }

  /** A failed look never passes (invariant 6): the transfer waits, or is examined anew if the fault is its own. */
  private async stop(transfer: Confirmed, error: DomainError): Promise<readonly JobOrder[]> {
    if (error.code === 'LOG_UNCHECKED') return [again(transfer, 'relayUnlogged')];
    this.log.warn(`${transfer.id} waits at the relay gate: ${error.message}`);
    if (isOwnFault(error.code) || isPassing(error.code)) return [again(transfer)];
    return this.database.transaction((tx) => this.revise(tx, transfer, error.message));
  }

  private async revise(tx: Tx, transfer: Confirmed, because: string): Promise<readonly JobOrder[]> {
    const at = await this.database.now(tx);
    await this.life.advance(tx, transfer, { kind: 'revise', because, at }, 'system');
    return [];
  }
}

function again({ id }: Confirmed, after: 'relayAgain' | 'relayUnlogged' = 'relayAgain'): JobOrder {
  return { name: JOBS.relay, id, after };
}

/** True if the fault is Sluice's own, so that the transfer stays as it is. */
function isOwnFault(code: ErrorCode): boolean {
  return code === 'SELF_TEST_FAILED' || code.startsWith('LOG_');
}

/** The missing quorum in words, by the people, groups and keys of now: removed people do not count. */
function shortfall({ missing }: Pick<Quorum, 'missing'>): string {
  const counted = missing.map(
    (each) => `${String(each.have)} of ${String(each.needed)} of ${placeWords(each)}`,
  );
  return `QUORUM: the confirmations no longer make the quorum, now ${counted.join(', ')}`;
}

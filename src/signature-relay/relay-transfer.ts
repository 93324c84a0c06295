import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import type { Quorum } from '../domain/confirmations/quorum.js';
import { DomainError, type ErrorCode, isPassing } from '../domain/errors.js';
import { clearanceChanges, clearanceOf } from '../domain/transfers/clearance-of.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { type Examined, Examiner } from '../clearances/examine-transfer.js';
import { ClearanceMaker } from '../clearances/make-clearance.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { SelfTest } from '../inspections/self-test.js';
import { LogGate } from '../transfers/log-gate.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

@Injectable()
export class RelaySteps {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly jobs: Jobs,
  ) {}

  async wait(tx: Tx, id: string, after: 'relayAgain' | 'relayUnlogged' = 'relayAgain'): Promise<void> {
    await this.jobs.order(tx, { name: JOBS.relay, id, after });
  }

  async revise(tx: Tx, transfer: TransferIn<'confirmed'>, because: string): Promise<void> {
    await this.life.advance(
      tx,
      transfer,
      { kind: 'revise', because, at: await this.database.now(tx) },
      'system',
    );
  }

  async relay(tx: Tx, transfer: TransferIn<'confirmed'>): Promise<void> {
    await this.life.advance(tx, transfer, { kind: 'relay', at: await this.database.now(tx) }, 'system');
  }
}

@Injectable()
export class Passage {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly maker: ClearanceMaker,
    private readonly confirmations: ConfirmationsService,
    private readonly steps: RelaySteps,
    private readonly log: LogGate,
  ) {}

  /** Until what this transfer rests on is in the log, signed and witnessed. @throws DomainError if that takes long */
  awaitLogged(transfer: TransferIn<'confirmed'>): Promise<void> {
    return this.log.waitFor(transfer.id);
  }

  /** @throws DomainError if something about this transfer is not in the log, signed and witnessed */
  requireLogged(transfer: TransferIn<'confirmed'>): Promise<void> {
    return this.log.require(transfer.id);
  }

  async current(id: string): Promise<TransferIn<'confirmed'> | undefined> {
    const transfer = await this.transfers.find(parseId('tr', id));
    return transfer?.state === 'confirmed' ? transfer : undefined;
  }

  /** The fault is Sluice's own: nothing is wrong with the transfer, and nothing about it changes. */
  async wait(tx: Tx, transfer: TransferIn<'confirmed'>, code: ErrorCode): Promise<void> {
    await this.steps.wait(tx, transfer.id, code === 'LOG_UNCHECKED' ? 'relayUnlogged' : 'relayAgain');
  }

  async decide(tx: Tx, examinedTransfer: TransferIn<'confirmed'>, examined: Examined): Promise<void> {
    const transfer = await this.transfers.lock(examinedTransfer.id, tx);
    if (transfer?.state !== 'confirmed' || transfer.revision !== examinedTransfer.revision) return;
    const clearing = await this.maker.make(tx, transfer, examined, 'relay');
    switch (clearing.kind) {
      case 'unavailable':
        return this.steps.wait(tx, transfer.id);
      case 'refused':
        return this.steps.revise(tx, transfer, clearing.reasons.map((each) => each.reason).join('; '));
      case 'cleared': {
        const changes = clearanceChanges(transfer.evidence.cleared, clearing.cleared);
        if (changes.length > 0) return this.steps.revise(tx, transfer, changes.join('; '));
        const quorum = await this.confirmations.quorum(
          {
            clearance: clearanceOf(transfer),
            require: clearing.cleared.require,
            requesterId: transfer.intent.requesterId,
          },
          tx,
        );
        if (!quorum.met) return this.steps.revise(tx, transfer, shortfall(quorum));
        return this.steps.relay(tx, transfer);
      }
    }
  }

  /** Could not look is not passed (invariant 6): it waits, or, if the fault is the transfer's own, it is looked at anew. */
  async stop(tx: Tx, transfer: TransferIn<'confirmed'>, error: DomainError): Promise<void> {
    if (isPassing(error.code)) return this.steps.wait(tx, transfer.id);
    return this.steps.revise(tx, transfer, error.message);
  }
}

function isOwnFault(code: ErrorCode): boolean {
  return code === 'SELF_TEST_FAILED' || code.startsWith('LOG_');
}

/** By people, groups and keys as they are now: whoever was removed since does not count. */
function shortfall({ missing }: Pick<Quorum, 'missing'>): string {
  const counted = missing.map(
    ({ group, needed, have }) => `${String(have)} of ${String(needed)} of ${group}`,
  );
  return `QUORUM: the confirmations no longer make the quorum, now ${counted.join(', ')}`;
}

/**
 * The relay gate: everything again. Policy now, Safe now, nonce now, a fresh simulation, every confirmation's signature
 * re-verified. Only what is exactly as it was confirmed leaves; a changed precondition makes a new revision (invariant 9).
 */
@Injectable()
export class RelayGate implements OnModuleInit {
  private readonly log = new Logger(RelayGate.name);

  constructor(
    private readonly database: Database,
    private readonly examiner: Examiner,
    private readonly passage: Passage,
    private readonly jobs: Jobs,
    private readonly selfTest: SelfTest,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.relay, (id) => this.pass(id));
  }

  private async pass(id: string): Promise<void> {
    const transfer = await this.passage.current(id);
    if (!transfer) return;
    try {
      this.selfTest.require();
      // First, so that no waiting makes what is looked at old; and asked once more, for what was done during the look.
      await this.passage.awaitLogged(transfer);
      const examined = await this.examiner.examine(transfer);
      await this.passage.requireLogged(transfer);
      await this.database.transaction((tx) => this.passage.decide(tx, transfer, examined));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'STATE_CONFLICT') throw error;
      if (error.code !== 'LOG_UNCHECKED') this.log.warn(`${id} waits at the relay gate: ${error.message}`);
      await this.database.transaction((tx) =>
        isOwnFault(error.code)
          ? this.passage.wait(tx, transfer, error.code)
          : this.passage.stop(tx, transfer, error),
      );
    }
  }
}

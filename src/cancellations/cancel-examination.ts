import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { DomainError } from '../domain/errors.js';
import { canonicalText } from '../domain/simulation/effects.js';
import { CANCEL_SECONDS, cancelEnd } from '../domain/transfers/cancellation-of.js';
import { isTakeable } from '../domain/transfers/cancelling.js';
import type { CancelAs, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { canonicalHash } from '../domain/values/canonical-json.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { ChainLooksRepository } from '../transfers/chain-looks.repository.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { JOBS, TransferLife } from '../transfers/transfer-life.js';
import { BurnExaminer, type ExaminedBurn } from './burn-examiner.js';
import { ConfirmedCancels } from './confirmed-cancels.js';

type Open = TransferIn<'cancelling'>;

/** Clears a cancel for its one confirmer: what was simulated is stored and logged with the state. */
@Injectable()
export class CancelClearing {
  constructor(
    private readonly database: Database,
    private readonly simulations: SimulationsRepository,
    private readonly objects: TransferObjects,
    private readonly people: PeopleRepository,
    private readonly freezer: SafeFreezer,
    private readonly life: TransferLife,
    private readonly audit: AuditLog,
  ) {}

  async clear(tx: Tx, transfer: Open, examined: ExaminedBurn): Promise<void> {
    const { safe, safeTxHash, effectsDigest, words, block, outcome } = examined;
    const { id, revision, intent, evidence } = transfer;
    const { label, profile } = await this.objects.safe(intent, tx);
    if (canonicalText([label, profile]) !== canonicalText([safe.label, safe.profile]))
      throw new DomainError('SAFE_STATE_DRIFT', 'the Safe was pinned anew while its burn was examined');
    const now = await this.database.now(tx);
    const stage = 'cancel' as const;
    const stored = { transferId: id, revision, stage, safeTxHash, block, outcome, at: now };
    const simulation = await this.simulations.insert(tx, stored);
    const burn = { safeTxHash, effectsDigest, words, expiresAt: expiryOf(evidence.cancel, now) };
    const register = await this.people.registerName(tx);
    await this.audit.append(tx, {
      ...{ type: 'simulation.recorded', actor: 'system', safeId: intent.safeId, subject: id },
      detail: { simulation, stage, revision, record: canonicalHash(outcome.record), register },
    });
    await this.life.advance(tx, transfer, { kind: 'clear-cancel', burn }, 'system');
  }

  /** Somebody computes another hash for the burn than the Safe does (invariant 3). */
  async freezeOn(tx: Tx, { id, intent }: Open, { message }: DomainError): Promise<void> {
    const about = { safeId: intent.safeId, transferId: id };
    const finding = { code: 'HASH_MISMATCH' as const, ...about, detail: { reason: message } };
    await this.freezer.freezeOnce(tx, finding, { actor: 'system', reason: message });
  }
}

/**
 * The job of a cancel that was not sent yet: it is examined, then waits for its confirmer. A person's ends with its time,
 * and the transfer goes on; the system's is examined anew. Once confirmed, the confirmation is looked at again regularly.
 */
@Injectable()
export class CancelExamination implements OnModuleInit {
  private readonly log = new Logger(CancelExamination.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: TransferJobs,
    private readonly examiner: BurnExaminer,
    private readonly clearing: CancelClearing,
    private readonly confirmed: ConfirmedCancels,
    private readonly life: TransferLife,
    private readonly looks: ChainLooksRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.cancel, {
      isFor: isOpen,
      act: (transfer) => this.act(transfer),
      stop: (transfer, error) => this.stop(transfer, error),
    });
  }

  private async act(transfer: Open): Promise<readonly JobOrder[]> {
    const { cancel } = transfer.evidence;
    if (isTakeable(cancel)) return this.recheck(transfer);
    const end = cancelEnd(cancel);
    if (end !== undefined && (await this.database.now()) >= end) return this.end(transfer);
    if (cancel.stage !== 'asked')
      return end === undefined ? [] : [{ name: JOBS.cancel, id: transfer.id, at: end }];
    const examined = await this.examiner.examine(transfer);
    await this.underLock(transfer, (tx, locked) => this.clearing.clear(tx, locked, examined));
    await this.looks.note(transfer.id, undefined);
    return [];
  }

  private async recheck(transfer: Open): Promise<readonly JobOrder[]> {
    const stays = await this.underLock(
      transfer,
      async (tx, locked) => (await this.confirmed.recheck(tx, locked)) === locked,
    );
    // Every step orders its own job.
    return stays === true ? [{ name: JOBS.cancel, id: transfer.id, after: 'recheck' }] : [];
  }

  private async end(transfer: Open): Promise<readonly JobOrder[]> {
    const kind = transfer.evidence.cancel.by === 'system' ? 'reopen-cancel' : 'resume';
    await this.underLock(transfer, async (tx, locked) => {
      await this.life.advance(tx, locked, { kind }, 'system');
    });
    return [];
  }

  /** What could not be examined is never cleared (invariant 6), and ends nothing: it is tried again. */
  private async stop(transfer: Open, error: DomainError): Promise<readonly JobOrder[]> {
    this.log.warn(`the cancel of ${transfer.id} cannot be cleared yet: ${error.message}`);
    if (error.code === 'HASH_MISMATCH')
      await this.underLock(transfer, (tx, locked) => this.clearing.freezeOn(tx, locked, error));
    await this.looks.note(transfer.id, `the cancel cannot be cleared yet: ${error.message}`);
    return [{ name: JOBS.cancel, id: transfer.id, after: 'cancelAgain' }];
  }

  /** @returns what was done; undefined if the cancel has moved on since it was seen */
  private async underLock<T>(
    seen: Open,
    act: (tx: Tx, transfer: Open) => Promise<T>,
  ): Promise<T | undefined> {
    return this.database.transaction(async (tx) => {
      const transfer = await this.jobs.lock(tx, seen);
      if (transfer?.evidence.cancel.stage !== seen.evidence.cancel.stage) return undefined;
      return act(tx, transfer);
    });
  }
}

function isOpen(transfer: Transfer): transfer is Open {
  return transfer.state === 'cancelling' && transfer.evidence.cancel.stage !== 'submitted';
}

function expiryOf({ by, at }: CancelAs, now: UnixSeconds): UnixSeconds {
  return unixSeconds(by === 'system' ? now + CANCEL_SECONDS.system : at + CANCEL_SECONDS.person);
}

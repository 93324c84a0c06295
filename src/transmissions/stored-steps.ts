import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { LastLook, type Looked, type Sight } from '../clearances/last-look.js';
import { DomainError } from '../domain/errors.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { FlightsRepository } from './flights.repository.js';
import type { Draft } from './going.js';
import type { Sendable } from './sendable.js';

type Paying = TransferIn<'signed' | 'submitted'>;

/** Stores bytes before they are sent: flight, evidence and log entry in one transaction. */
@Injectable()
export class StoredSteps {
  constructor(
    private readonly database: Database,
    private readonly jobs: TransferJobs,
    private readonly life: TransferLife,
    private readonly freezes: Freezes,
    private readonly looks: LastLook,
    private readonly flights: FlightsRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Judges the last look before anything is signed: a draft shows every provider the owners' signatures. A freeze
   * meanwhile refuses it (SAFE_FROZEN).
   */
  async judge(transfer: Paying, sight: Sight): Promise<Looked> {
    return this.database.transaction(async (tx) => {
      await this.lock(tx, transfer);
      const looked = await this.looks.judge(tx, transfer, sight);
      if (looked.kind === 'stands') await this.freezes.require(tx, transfer.intent.safeId);
      return looked;
    });
  }

  /**
   * Judges the last look, and only if the transfer stands stores the bytes. A freeze meanwhile refuses it (SAFE_FROZEN).
   * @param draft undefined if stored bytes are to be handed out again
   */
  async execute(transfer: Paying, sight: Sight, draft: Draft | undefined): Promise<Looked> {
    return this.database.transaction(async (tx) => {
      await this.lock(tx, transfer);
      const looked = await this.looks.judge(tx, transfer, sight);
      if (looked.kind !== 'stands') return looked;
      if (!draft) {
        await this.freezes.require(tx, transfer.intent.safeId);
        return looked.carriesRevoked ? REVOKED_IN_BYTES : looked;
      }
      const submission = { ...submissionOf(draft), look: looked.look };
      await this.put(tx, transfer, draft);
      await this.life.advance(tx, transfer, { kind: 'submit', submission }, 'system');
      return looked;
    });
  }

  async burn(transfer: TransferIn<'cancelling'>, draft: Draft): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, transfer);
      await this.put(tx, transfer, draft);
      const submission = submissionOf(draft);
      await this.life.advance(tx, transfer, { kind: 'submit-cancel', submission }, 'system');
    });
  }

  /** Bytes that only use up the account nonce of others. They belong to no state of the transfer. */
  async void(transfer: Sendable, draft: Draft): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, transfer);
      await this.put(tx, transfer, draft);
    });
  }

  private async lock(tx: Tx, transfer: Sendable): Promise<void> {
    if (await this.jobs.lock(tx, transfer)) return;
    throw new DomainError('STATE_CONFLICT', `the transfer is no longer ${transfer.state}`);
  }

  /** Before the turn of freezes and steps, which `advance` takes. */
  private async put(tx: Tx, transfer: Sendable, { flight, seen, disputed }: Draft): Promise<void> {
    await this.flights.put(tx, flight, seen);
    if (!disputed) return;
    const { transactionHash } = flight;
    const estimates = disputed.map(({ provider, gas }) => ({ provider, gas: gas?.toString() ?? null }));
    await this.audit.append(tx, {
      type: 'transaction.gas-disputed',
      actor: 'system',
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: { transactionHash, estimates },
    });
  }
}

/** Stored bytes cannot be sent again with it; they are replaced, and others are signed afterwards. */
const REVOKED_IN_BYTES: Looked = {
  kind: 'stopped',
  reasons: [
    {
      code: 'OWNER_SIGNATURE_REVOKED',
      reason: 'the bytes on their way carry a signature that no longer counts',
    },
  ],
  hasFrozen: false,
};

function submissionOf({ flight }: Draft) {
  const { transactionHash, rawTransaction } = flight;
  return { transactionHash, rawTransaction };
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type Rekeyed, rekeyMatches } from '../domain/confirmations/rekeying.js';
import { DomainError } from '../domain/errors.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { RekeyingsRepository } from './rekeyings.repository.js';
import { Veil } from './veil.js';

export interface RekeyEntry {
  readonly personId: PersonId;
  /** The revision that the person was asked about; 0 before the first. */
  readonly revision: number;
  readonly entered: Rekeyed;
}

/** Compares a confirmer's entry from the ticket with the transfer. It answers yes or no, at most three times. */
@Injectable()
export class TransferRekeyer {
  constructor(
    private readonly database: Database,
    private readonly rekeyings: RekeyingsRepository,
    private readonly objects: TransferObjects,
    private readonly veil: Veil,
    private readonly audit: AuditLog,
  ) {}

  /** Returns the refusal instead of throwing it, so that a wrong entry stays counted and logged. */
  async rekey(tx: Tx, transfer: Transfer, entry: RekeyEntry): Promise<DomainError | undefined> {
    await this.requireOpen(tx, transfer, entry);
    const { personId, revision, entered } = entry;
    const { asset } = await this.objects.asset(transfer.intent, tx);
    const { destination, amount, safeId } = transfer.intent;
    const matched = rekeyMatches(entered, { destination, amount, decimals: asset.decimals });
    const at = await this.database.now(tx);
    await this.rekeyings.insert(tx, transfer.id, { personId, revision, matched, at });
    await this.audit.append(tx, {
      type: 'transfer.rekeyed',
      actor: personId,
      safeId,
      subject: transfer.id,
      // Keep a wrong entry: it shows what the ticket, or somebody, told the person.
      detail: { revision, matched, ...(!matched && { entered: { ...entered } }) },
    });
    if (matched) return undefined;
    const { kind } = await this.veil.standing(transfer, personId, tx);
    return kind === 'failed'
      ? new DomainError('REKEY_FAILED', 'this does not match, and it was the last entry for this revision')
      : new DomainError('REKEY_MISMATCH', 'this does not match');
  }

  private async requireOpen(tx: Tx, transfer: Transfer, { personId, revision }: RekeyEntry): Promise<void> {
    if (!isBeforeRelay(transfer) || !(await this.veil.asks(transfer, tx)))
      throw new DomainError('STATE_CONFLICT', 'nobody is asked to enter anything for this transfer');
    if (personId === transfer.intent.requesterId)
      throw new DomainError('SOD', 'nobody confirms a transfer that they requested');
    if (revision !== transfer.revision)
      throw DomainError.at(
        '/revision',
        'REVISION_STALE',
        `revision ${String(transfer.revision)} is in force`,
      );
    const { kind } = await this.veil.standing(transfer, personId, tx);
    if (kind === 'matched')
      throw new DomainError('STATE_CONFLICT', 'you have entered this revision already, and it matched');
    if (kind === 'failed') throw new DomainError('REKEY_FAILED', 'you have no entry left for this revision');
  }
}

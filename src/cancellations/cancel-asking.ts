import { Injectable } from '@nestjs/common';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import { isGenuine } from '../domain/confirmations/confirmation.js';
import { DomainError } from '../domain/errors.js';
import { clearanceOf, isCleared } from '../domain/transfers/clearance-of.js';
import { type Transfer, isBeforeRelay, isExposed } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import type { Tx } from '../infra/database/database.js';
import { TransferEnder } from '../transfers/end-transfer.js';
import { CancelBeginning } from './cancel-beginning.js';

/**
 * A person asks to cancel a transfer. Before the relay that ends it, and only its requester may; afterwards only the
 * chain can, and whoever confirmed it, or compliance, may ask as well.
 */
@Injectable()
export class CancelAsking {
  constructor(
    private readonly ender: TransferEnder,
    private readonly beginning: CancelBeginning,
    private readonly confirmations: ConfirmationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async ask(
    tx: Tx,
    transfer: Transfer,
    { personId, why }: { readonly personId: PersonId; readonly why: string },
  ): Promise<Transfer> {
    if (isBeforeRelay(transfer)) return this.ender.cancel(tx, transfer, { personId, why });
    if (!isExposed(transfer)) {
      const detail = `a transfer that is ${transfer.state} can no longer be cancelled`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    await this.requireMay(tx, transfer, personId);
    return this.beginning.begin(tx, transfer, { by: personId, why });
  }

  private async requireMay(tx: Tx, transfer: Transfer, personId: PersonId): Promise<void> {
    if (personId === transfer.intent.requesterId) return;
    const person = await this.people.find(personId, tx);
    if (person?.roles.includes('compliance')) return;
    if (await this.hasConfirmed(tx, transfer, personId)) return;
    const detail = 'only the requester, a confirmer of this transfer and compliance ask for its cancel';
    throw new DomainError('FORBIDDEN', detail);
  }

  private async hasConfirmed(tx: Tx, transfer: Transfer, personId: PersonId): Promise<boolean> {
    if (!isCleared(transfer)) return false;
    const clearance = clearanceOf(transfer);
    const signer = await this.people.find(personId, tx);
    // At the clearance's last moment: who confirmed in time is a confirmer for good.
    const check = { clearance, signer, now: unixSeconds(clearance.expiresAt - 1) };
    for (const answer of await this.confirmations.list(transfer.id, tx)) {
      if (answer.personId !== personId || answer.verdict.decision !== 'confirm') continue;
      if (await isGenuine(answer, check)) return true;
    }
    return false;
  }
}

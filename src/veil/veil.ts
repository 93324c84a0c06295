import { Injectable } from '@nestjs/common';
import { type RekeyStanding, rekeyStanding } from '../domain/confirmations/rekeying.js';
import { DomainError } from '../domain/errors.js';
import { mayAskRekey } from '../domain/policies/least-required.js';
import type { Policy } from '../domain/policies/policy.js';
import { isCleared } from '../domain/transfers/clearance-of.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { RekeyingsRepository } from './rekeyings.repository.js';

/**
 * Hides destination and amount from people who may still confirm a transfer and must first re-key both from the ticket.
 * It ends with the relay or the end of the transfer, after which no confirmation is asked for.
 */
@Injectable()
export class Veil {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesRepository,
    private readonly objects: TransferObjects,
    private readonly rekeyings: RekeyingsRepository,
  ) {}

  async hides(transfer: Transfer, viewer: Principal, tx?: Tx): Promise<boolean> {
    if (viewer.kind !== 'person' || !viewer.roles.includes('approver')) return false;
    if (viewer.personId === transfer.intent.requesterId) return false;
    if (!(await this.asks(transfer, tx))) return false;
    return (await this.standing(transfer, viewer.personId, tx)).kind !== 'matched';
  }

  /** Whether the transfer's tier asks for re-keying, by the policy of its clearance, else by the one in force. */
  async asks(transfer: Transfer, tx?: Tx): Promise<boolean> {
    if (!isBeforeRelay(transfer)) return false;
    const policy = await this.policyOf(transfer, tx);
    const { asset } = await this.objects.asset(transfer.intent, tx);
    // Without a policy the confirmers are unknown, so it is hidden from every approver.
    return !policy || mayAskRekey(policy.document, { asset, amount: transfer.intent.amount });
  }

  async standing({ id, revision }: Transfer, personId: PersonId, tx?: Tx): Promise<RekeyStanding> {
    return rekeyStanding(await this.rekeyings.list(id, personId, tx), personId, revision);
  }

  /** @throws DomainError REKEY_REQUIRED or REKEY_FAILED unless this person may be shown, and may confirm, this revision */
  async requireLifted(transfer: Transfer, personId: PersonId, tx?: Tx): Promise<void> {
    if (personId === transfer.intent.requesterId || !(await this.asks(transfer, tx))) return;
    const standing = await this.standing(transfer, personId, tx);
    switch (standing.kind) {
      case 'matched':
        return;
      case 'open':
        throw new DomainError(
          'REKEY_REQUIRED',
          'enter the end of the destination and the amount from the ticket first',
        );
      case 'failed':
        throw new DomainError(
          'REKEY_FAILED',
          'your entries did not match: you cannot confirm this revision, but you can reject it',
        );
    }
  }

  private async policyOf(transfer: Transfer, tx?: Tx): Promise<Policy | undefined> {
    if (isCleared(transfer)) return this.policies.findByHash(transfer.evidence.cleared.policyHash, tx);
    return this.policies.active(await this.database.now(tx), tx);
  }
}

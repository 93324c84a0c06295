import { Injectable } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import { DomainError } from '../domain/errors.js';
import { usableKeys } from '../domain/identity/person.js';
import { leastRequired } from '../domain/policies/least-required.js';
import { signingKey } from '../domain/signatures/signature.js';
import { type ClearedTransfer, clearanceOf } from '../domain/transfers/clearance-of.js';
import { intentHash } from '../domain/transfers/intent.js';
import { unixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';

/**
 * Verifies at every read, by signatures alone, that people requested and confirmed a transfer whose row says relayed.
 * So a row forged in the database reaches no owner and executes nothing (THREATS I01, I09).
 */
@Injectable()
export class RelayedEvidence {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationsService,
    private readonly people: PeopleRepository,
    private readonly policies: PoliciesRepository,
    private readonly registries: TransferObjects,
  ) {}

  /** @throws DomainError APPROVAL_BINDING unless intent and quorum have genuine signatures */
  async require(transfer: ClearedTransfer, tx: Tx = this.database.read): Promise<void> {
    await this.requireIntent(transfer, tx);
    const { intent, evidence } = transfer;
    const policy = await this.policies.findByHash(evidence.cleared.policyHash, tx);
    const { asset } = await this.registries.asset(intent, tx);
    const signed = { asset, amount: intent.amount };
    const require = policy && leastRequired(policy.document, signed, evidence.cleared.require);
    if (!require) throw new DomainError('APPROVAL_BINDING', 'no policy asks for a quorum for this transfer');
    // Counted at the clearance's last moment: what was confirmed in time stays confirmed, by keys that are still valid.
    const now = unixSeconds(intent.expiresAt - 1);
    const question = { clearance: clearanceOf(transfer), require, requesterId: intent.requesterId, now };
    const quorum = await this.confirmations.quorum(question, tx);
    if (!quorum.met)
      throw new DomainError('APPROVAL_BINDING', 'the confirmations of this transfer make no quorum');
  }

  private async requireIntent({ intent, intentSignature }: ClearedTransfer, tx: Tx): Promise<void> {
    const requester = await this.people.find(intent.requesterId, tx);
    const keys = requester ? usableKeys(requester, 'confirmation', await this.database.now(tx)) : [];
    if (await signingKey(intentHash(intent), intentSignature, keys)) return;
    throw new DomainError('APPROVAL_BINDING', 'the intent is not signed by its requester');
  }
}

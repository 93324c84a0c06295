import { Injectable } from '@nestjs/common';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import type { Quorum, Requirement } from '../domain/confirmations/quorum.js';
import { DomainError } from '../domain/errors.js';
import { usableKeys } from '../domain/identity/person.js';
import { leastRequired } from '../domain/policies/least-required.js';
import { signingKey } from '../domain/signatures/signature.js';
import { type ClearedTransfer, clearanceOf } from '../domain/transfers/clearance-of.js';
import { intentHash } from '../domain/transfers/intent.js';
import type { Reason } from '../domain/transfers/transfer.js';
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
    const [fault] = await this.faults(transfer, tx);
    if (fault) throw new DomainError(fault.code, fault.reason);
  }

  /** Why intent and confirmations do not count by the people and keys of now; empty if both do. */
  async faults(transfer: ClearedTransfer, tx: Tx): Promise<readonly Reason[]> {
    const faults: Reason[] = [];
    if (!(await this.isIntentSigned(transfer, tx)))
      faults.push({ code: 'APPROVAL_BINDING', reason: 'the intent is not signed by its requester' });
    const quorum = await this.quorum(transfer, tx);
    if (quorum?.met !== true) {
      const reason = quorum
        ? 'the confirmations of this transfer make no quorum'
        : 'no policy asks for a quorum for this transfer';
      faults.push({ code: 'APPROVAL_BINDING', reason });
    }
    return faults;
  }

  /** The quorum of the relayed clearance, counted anew; undefined if no policy that is known asks for one. */
  async quorum(transfer: ClearedTransfer, tx: Tx): Promise<Quorum | undefined> {
    const { intent, evidence } = transfer;
    const policy = await this.policies.findByHash(evidence.cleared.policyHash, tx);
    const { asset } = await this.registries.asset(intent, tx);
    const signed = { asset, amount: intent.amount };
    const require = policy && leastRequired(policy.document, signed, evidence.cleared.require);
    return require && this.counted(transfer, require, tx);
  }

  /**
   * Counted at the clearance's last moment: what was confirmed in time stays confirmed, by keys that are still valid.
   */
  counted(transfer: ClearedTransfer, require: readonly Requirement[], tx: Tx): Promise<Quorum> {
    const { requesterId, expiresAt } = transfer.intent;
    const now = unixSeconds(expiresAt - 1);
    return this.confirmations.quorum({ clearance: clearanceOf(transfer), require, requesterId, now }, tx);
  }

  private async isIntentSigned({ intent, intentSignature }: ClearedTransfer, tx: Tx): Promise<boolean> {
    const requester = await this.people.find(intent.requesterId, tx);
    const keys = requester ? usableKeys(requester, 'confirmation', await this.database.now(tx)) : [];
    return (await signingKey(intentHash(intent), intentSignature, keys)) !== undefined;
  }
}

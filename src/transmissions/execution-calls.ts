import { Injectable } from '@nestjs/common';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { RelayedCall } from '../infra/chain/relayer/relayer.js';
import { SelfTest } from '../inspections/self-test.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { ownerApprovedCall } from './owner-approved-call.js';
import { RelayedEvidence } from '../clearances/relayed-evidence.js';

/** Builds the executing call of a signed transfer from its intent and hashes it again: stored bytes are never sent. */
@Injectable()
export class ExecutionCalls {
  constructor(
    private readonly signatures: CountingSignatures,
    private readonly registries: TransferObjects,
    private readonly selfTest: SelfTest,
    private readonly approvals: RelayedEvidence,
  ) {}

  /**
   * Builds the call, of signatures that count by the people and keys of now.
   * @throws DomainError SELF_TEST_FAILED, APPROVAL_BINDING, QUORUM
   */
  async call(transfer: TransferIn<'signed' | 'submitted'>, safe: OnboardedSafe): Promise<RelayedCall> {
    this.selfTest.require();
    await this.approvals.require(transfer);
    const { asset } = await this.registries.asset(transfer.intent);
    const { nonce, safeTxHash } = transfer.evidence.cleared;
    const { transaction } = transactionOf(transfer.intent, asset, nonce);
    if (safeTxDigests(transaction, safe.profile.chainId, safe.address).digest !== safeTxHash) {
      throw new Error(`${transfer.id} no longer builds the Safe transaction that was cleared`);
    }
    const signed = { transferId: transfer.id, safeTxHash };
    const { counting } = await this.signatures.of(signed, safe.profile.owners);
    return ownerApprovedCall(transaction, counting, safe);
  }
}

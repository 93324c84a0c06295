import { Injectable } from '@nestjs/common';
import { joinSignatures } from '../domain/signatures/owner-signature.js';
import { execTransactionData } from '../domain/simulation/exec-call.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';

/** Builds the executing call of a signed transfer from its intent and hashes it again: stored bytes are never sent. */
@Injectable()
export class ExecutionCalls {
  constructor(
    private readonly signatures: CountingSignatures,
    private readonly registries: TransferObjects,
  ) {}

  /**
   * Builds the call, of signatures that count by the people and keys of now.
   * @throws DomainError QUORUM if too few of them do
   */
  async call(
    transfer: TransferIn<'signed' | 'submitted'>,
    safe: OnboardedSafe,
  ): Promise<{ to: Address; data: `0x${string}` }> {
    const { asset } = await this.registries.asset(transfer.intent);
    const { nonce, safeTxHash } = transfer.evidence.cleared;
    const { transaction } = transactionOf(transfer.intent, asset, nonce);
    if (safeTxDigests(transaction, safe.profile.chainId, safe.address).digest !== safeTxHash) {
      throw new Error(`${transfer.id} no longer builds the Safe transaction that was cleared`);
    }
    const { owners, threshold } = safe.profile;
    const { counting } = await this.signatures.of({ transferId: transfer.id, safeTxHash }, owners);
    const signatures = joinSignatures(counting, threshold);
    return { to: safe.address, data: execTransactionData(transaction, signatures) };
  }
}

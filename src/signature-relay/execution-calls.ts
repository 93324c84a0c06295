import { Injectable } from '@nestjs/common';
import { joinSignatures, verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { execTransactionData } from '../domain/simulation/exec-call.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';

/** Builds the executing call of a signed transfer from its intent and hashes it again: stored bytes are never sent. */
@Injectable()
export class ExecutionCalls {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly registries: TransferObjects,
  ) {}

  /** Builds the call; verifies the stored signatures once more. */
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
    const stored = await this.signatures.list({ transferId: transfer.id, safeTxHash });
    const verdicts = await Promise.all(
      stored.map((each) => verifyOwnerSignature(each, { safeTxHash, owners: safe.profile.owners })),
    );
    const genuine = stored.filter((_, index) => verdicts[index]?.kind === 'genuine');
    const signatures = joinSignatures(genuine, safe.profile.threshold);
    return { to: safe.address, data: execTransactionData(transaction, signatures) };
  }
}

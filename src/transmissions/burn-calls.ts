import { Injectable } from '@nestjs/common';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { RelayedCall } from '../infra/chain/relayer/relayer.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { ownerApprovedCall } from './owner-approved-call.js';

/**
 * Builds the call that burns a transfer's nonce and hashes it again. Nothing but the owners' signatures over that very
 * hash is asked for: a burn pays nobody, so no freeze, self-test or last look holds it up.
 */
@Injectable()
export class BurnCalls {
  constructor(private readonly signatures: CountingSignatures) {}

  /** @throws DomainError QUORUM if fewer owners signed the burn than the Safe wants */
  async call({ id, evidence }: TransferIn<'cancelling'>, safe: OnboardedSafe): Promise<RelayedCall> {
    const { cancel, cleared } = evidence;
    if (cancel.stage !== 'signed' && cancel.stage !== 'submitted')
      throw new Error(`${id} has no cancel that the owners signed`);
    const { safeTxHash } = cancel.burn;
    const transaction = buildCancel(safe.address, cleared.nonce);
    if (safeTxDigests(transaction, safe.profile.chainId, safe.address).digest !== safeTxHash) {
      throw new Error(`${id} no longer builds the burn that was confirmed`);
    }
    const { counting } = await this.signatures.of({ transferId: id, safeTxHash }, safe.profile.owners);
    return ownerApprovedCall(transaction, counting, safe);
  }
}

import { Injectable } from '@nestjs/common';
import { SafeTxTypedDataView } from '../infra/http/typed-data.contract.js';
import { CancelEvidence } from '../cancellations/cancel-evidence.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { cancellationDigest } from '../domain/confirmations/cancellation-statement.js';
import { DomainError } from '../domain/errors.js';
import { isConfirmed } from '../domain/transfers/cancellation-of.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../domain/transfers/safe-tx-hash.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import type { BurnRequestView } from './burns.contract.js';

/** Makes the owners' request to burn a nonce: rebuilt from Safe and nonce, and verified now. Also for a frozen Safe. */
@Injectable()
export class BurnRequests {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly counted: CountingSignatures,
    private readonly objects: TransferObjects,
    private readonly cancels: CancelEvidence,
  ) {}

  /** @throws DomainError STATE_CONFLICT before a person confirmed it; HASH_MISMATCH, APPROVAL_BINDING */
  async request(transfer: Transfer): Promise<BurnRequestView> {
    if (transfer.state !== 'cancelling') {
      const detail = `there is no burn to sign: the transfer is ${transfer.state}`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const { cancellation, request } = await this.cancels.require(transfer);
    const { cleared, cancel } = transfer.evidence;
    if (!isConfirmed(cancel) || !request.answer) throw new Error(`${transfer.id} was required unconfirmed`);
    const { nonce, cancelledSafeTxHash, cancelSafeTxHash, words, effectsDigest } = cancellation;
    const { address, profile } = await this.objects.safe(transfer.intent);
    const { chainId, safe } = transfer.intent;
    const burn = buildCancel(safe, nonce);
    const digests = safeTxDigests(burn, chainId, safe);
    const original = { transferId: transfer.id, safeTxHash: cleared.safeTxHash };
    const signedOriginal = (await this.signatures.list(original)).map(({ owner }) => owner);
    const over = { transferId: transfer.id, safeTxHash: cancelSafeTxHash };
    const { counting } = await this.counted.of(over, profile.owners);
    const signedBurn = counting.map(({ owner }) => owner);
    return {
      ...{ transfer: transfer.id, words, stage: cancel.stage, cancelledSafeTxHash, cancelSafeTxHash },
      headline: `burns nonce ${nonce.toString()}, moves nothing`,
      safe: { address, chainId, threshold: profile.threshold, nonce: nonce.toString() },
      typedData: SafeTxTypedDataView.parse(safeTxTypedData(burn, chainId, safe)),
      digests: {
        ...{ domainHash: digests.domainHash, messageHash: digests.messageHash },
        ...{ eip712Digest: digests.digest, calldataDigest: calldataDigest(burn.data) },
      },
      ...{ signedOriginal, signedBurn, known: knownWords(signedOriginal) },
      missing: Math.max(0, profile.threshold - signedBurn.length),
      evidence: {
        ...{ askedBy: cancel.by, why: cancel.why, confirmedBy: cancel.confirmedBy, effectsDigest },
        cancellationDigest: cancellationDigest(cancellation, request.answer.verdict),
        signature: request.answer.signature,
      },
    };
  }
}

function knownWords(signed: readonly string[]): string {
  return signed.length === 0
    ? 'No signature over the transfer reached Sluice; one may exist.'
    : `${signed.join(', ')} signed the transfer: they should sign the burn first.`;
}

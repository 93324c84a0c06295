import { Injectable } from '@nestjs/common';
import { SafeTxTypedDataView, TypedDataView } from '../infra/http/typed-data.contract.js';
import { clearanceDigest } from '../domain/confirmations/clearance.js';
import { DomainError } from '../domain/errors.js';
import { enforcementOf } from '../domain/safes/enforcement.js';
import { intentStatement } from '../domain/transfers/intent.js';
import { statementJson } from '../domain/signatures/statement.js';
import { clearanceOf, isCleared } from '../domain/transfers/clearance-of.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import { calldataDigest, safeTxDigests, safeTxTypedData } from '../domain/transfers/safe-tx-hash.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { Json } from '../domain/values/canonical-json.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { TransferDetails } from '../transfer-api/detail/transfer-details.js';
import type { Principal } from '../infra/http/access.js';
import { SignatureVeil } from '../veil/signature-veil.js';
import { RelayedEvidence } from '../clearances/relayed-evidence.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';

/** Makes the owners' requests: typed data rebuilt from the intent, the digests their devices show, the evidence. */
@Injectable()
export class SignatureRequests {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly counted: CountingSignatures,
    private readonly safes: SafesRepository,
    private readonly registries: TransferObjects,
    private readonly details: TransferDetails,
    private readonly approvals: RelayedEvidence,
    private readonly veil: SignatureVeil,
  ) {}

  /** @throws DomainError as `standing`; HASH_MISMATCH */
  async request(asked: Transfer, by: Principal): Promise<Json> {
    const { transfer, safe } = await this.standing(asked);
    const { intent } = transfer;
    const { asset } = await this.registries.asset(intent);
    const { nonce, safeTxHash } = transfer.evidence.cleared;
    const { transaction } = transactionOf(intent, asset, nonce);
    const digests = safeTxDigests(transaction, intent.chainId, intent.safe);
    if (digests.digest !== safeTxHash)
      throw new DomainError('HASH_MISMATCH', 'the intent no longer builds the cleared hash');
    const detail = await this.details.of(transfer);
    const over = { transferId: transfer.id, safeTxHash };
    const signed = await this.signatures.list(over);
    const { counting } = await this.counted.of(over, safe.profile.owners);
    const isHidden = await this.veil.hides(transfer, by);
    const { enforcement, gaps } = enforcementOf(safe.profile);
    return {
      transfer: transfer.id,
      state: transfer.state,
      words: transfer.evidence.cleared.words,
      safe: {
        address: safe.address,
        chainId: intent.chainId,
        threshold: safe.profile.threshold,
        nonce: nonce.toString(),
      },
      typedData: SafeTxTypedDataView.parse(safeTxTypedData(transaction, intent.chainId, intent.safe)),
      digests: {
        domainHash: digests.domainHash,
        messageHash: digests.messageHash,
        eip712Digest: digests.digest,
        calldataDigest: calldataDigest(transaction.data),
      },
      signatures: signed.map(({ owner, signature }) => ({ owner, signature: isHidden ? null : signature })),
      missing: Math.max(0, safe.profile.threshold - counting.length),
      // Without a guard on chain, owners who sign elsewhere bypass Sluice (invariant 20).
      enforcement,
      gaps: [...gaps],
      evidence: {
        intent: TypedDataView.parse(statementJson(intentStatement(intent))),
        intentSignature: transfer.intentSignature,
        clearanceDigest: clearanceDigest(clearanceOf(transfer), { decision: 'confirm', reason: '' }),
        effectsDigest: transfer.evidence.cleared.effectsDigest,
        policyHash: transfer.evidence.cleared.policyHash,
        confirmations: detail.confirmations,
        exceptions: detail.exceptions,
      },
    };
  }

  /** The same gate for the file, which is of use only while owners still sign. @throws DomainError as `standing` */
  async requireOpen(transfer: Transfer): Promise<void> {
    const isOpen = transfer.state === 'relayed' || transfer.state === 'signed';
    if (!isOpen && transfer.state !== 'cancelling')
      throw new DomainError('STATE_CONFLICT', `there is nothing to sign: the transfer is ${transfer.state}`);
    await this.standing(transfer);
  }

  /**
   * A transfer that may be shown to owners, verified now.
   * @throws DomainError STATE_CONFLICT before the relay, APPROVAL_BINDING, SAFE_NOT_FOUND, SAFE_FROZEN
   */
  private async standing(transfer: Transfer) {
    if (transfer.state === 'cancelling') throw new DomainError('STATE_CONFLICT', beingCancelled(transfer));
    if (!isCleared(transfer) || isBeforeRelay(transfer)) {
      throw new DomainError(
        'STATE_CONFLICT',
        `a transfer that is ${transfer.state} was not relayed to the owners`,
      );
    }
    await this.approvals.require(transfer);
    const safe = await this.safes.find(transfer.intent.safeId);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'the Safe is not onboarded');
    if (safe.frozen)
      throw new DomainError('SAFE_FROZEN', `sign nothing: the Safe is frozen. ${safe.frozen.reason}`);
    return { transfer, safe };
  }
}

function beingCancelled({ id }: Transfer): string {
  return `sign nothing of this transfer: it is being cancelled; owners sign the burn, GET /v1/transfers/${id}/cancel/signature-request`;
}

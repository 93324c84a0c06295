import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { BurnCount } from '../cancellations/burn-count.js';
import { CancelEvidence } from '../cancellations/cancel-evidence.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { DomainError } from '../domain/errors.js';
import { verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { Tx } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { OwnerMapping } from './owner-mapping.js';
import type { Collected, SignatureClaim } from './signature-collector.js';

type Cancelling = TransferIn<'cancelling'>;

/**
 * Accepts one owner's signature over the burn that cancels a transfer, whoever requested that, and also while the Safe is
 * frozen. A signature over the transfer itself is refused; one over any third hash freezes the Safe (invariant 14).
 */
@Injectable()
export class BurnCollector {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly objects: TransferObjects,
    private readonly cancels: CancelEvidence,
    private readonly owners: OwnerMapping,
    private readonly freezer: SafeFreezer,
    private readonly count: BurnCount,
    private readonly audit: AuditLog,
  ) {}

  async collect(tx: Tx, transfer: Transfer, claim: SignatureClaim): Promise<Collected> {
    if (transfer.state !== 'cancelling') {
      const detail = `there is no burn to sign: the transfer is ${transfer.state}`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const { cancellation } = await this.cancels.require(transfer, tx);
    const mapped = await this.owners.requireMapped(tx, claim);
    const { profile } = await this.objects.safe(transfer.intent, tx);
    const safeTxHash = cancellation.cancelSafeTxHash;
    const verdict = await verifyOwnerSignature(claim, { safeTxHash, owners: profile.owners });
    switch (verdict.kind) {
      case 'refused':
        throw DomainError.at('/signature', verdict.refusal.code, verdict.refusal.reason);
      case 'mismatch': {
        await this.requireOther(transfer, claim, profile.owners);
        const { owner, signature } = claim;
        const detail = { owner, recovered: verdict.recovered, signature, safeTxHash };
        return this.alarm(tx, transfer, { ...verdict.refusal, detail, actor: claim.personId });
      }
      case 'genuine':
        return this.take(tx, transfer, { claim, mapped, safeTxHash });
    }
  }

  /** An owner who signs what was cleared, and is now being cancelled, has signed nothing strange. */
  private async requireOther(
    { evidence }: Cancelling,
    claim: SignatureClaim,
    owners: readonly Address[],
  ): Promise<void> {
    const { safeTxHash } = evidence.cleared;
    if ((await verifyOwnerSignature(claim, { safeTxHash, owners })).kind !== 'genuine') return;
    const detail = 'this signs the transfer that is being cancelled: sign the burn of its nonce instead';
    throw DomainError.at('/signature', 'SIG_MISMATCH', detail);
  }

  private async take(
    tx: Tx,
    transfer: Cancelling,
    { claim, mapped, safeTxHash }: Genuine,
  ): Promise<Collected> {
    const signed = { transferId: transfer.id, safeTxHash };
    const { owner, signature, personId } = claim;
    const earlier = await this.signatures.find(signed, owner, tx);
    if (earlier && earlier.signature !== signature) {
      const reason = `${owner} signed this cancel a second time: someone asked for another signing round`;
      const detail = { owner, first: earlier.signature, second: signature };
      return this.alarm(tx, transfer, { code: 'RESIGN_REQUEST', reason, detail, actor: personId });
    }
    if (earlier) return { kind: 'taken', transfer };
    await this.audit.append(tx, {
      ...{ type: 'transfer.cancel-signed', actor: personId, subject: transfer.id },
      safeId: transfer.intent.safeId,
      detail: { owner, safeTxHash, signature, register: mapped.register },
    });
    await this.signatures.insert(tx, transfer.id, { ...claim, safeTxHash, at: mapped.at });
    await this.owners.noteUse(tx, owner);
    return { kind: 'taken', transfer: await this.count.advance(tx, transfer) };
  }

  private async alarm(
    tx: Tx,
    { id, intent }: Cancelling,
    { code, reason, detail, actor }: Alarm,
  ): Promise<Collected> {
    const finding = { code, safeId: intent.safeId, transferId: id, detail };
    await this.freezer.freeze(tx, finding, { actor, reason });
    return { kind: 'alarm', error: DomainError.at('/signature', code, `${reason}. The Safe is frozen.`) };
  }
}

interface Genuine {
  readonly claim: SignatureClaim;
  readonly mapped: Awaited<ReturnType<OwnerMapping['requireMapped']>>;
  readonly safeTxHash: Bytes32;
}

type Alarm = Pick<Parameters<SafeFreezer['freeze']>[1], 'code' | 'detail'> & {
  readonly reason: string;
  readonly actor: string;
};

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import { verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { isCleared, type ClearedTransfer } from '../domain/transfers/clearance-of.js';
import type { ErrorCode } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { OwnerMapping } from './owner-mapping.js';
import { RelayedEvidence } from '../transmissions/relayed-evidence.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';

export interface SignatureClaim {
  readonly personId: PersonId;
  readonly owner: Address;
  readonly signature: `0x${string}`;
}

export type Collected =
  | { readonly kind: 'taken'; readonly transfer: Transfer }
  /** The Safe is frozen: the request is refused, but the finding is committed. */
  | { readonly kind: 'alarm'; readonly error: DomainError };

/**
 * Accepts one owner's signature, verified on receipt against the cleared hash; any other signature freezes the Safe
 * (invariant 14). A frozen Safe accepts none, but still verifies what is brought: a freeze must not hide that an owner
 * signed something else.
 */
@Injectable()
export class SignatureCollector {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly safes: SafesRepository,
    private readonly approvals: RelayedEvidence,
    private readonly owners: OwnerMapping,
    private readonly freezes: Freezes,
    private readonly freezer: SafeFreezer,
    private readonly life: TransferLife,
    private readonly audit: AuditLog,
  ) {}

  async collect(tx: Tx, transfer: Transfer, claim: SignatureClaim): Promise<Collected> {
    if (
      !isCleared(transfer) ||
      (transfer.state !== 'relayed' && transfer.state !== 'signed' && transfer.state !== 'submitted')
    ) {
      throw new DomainError(
        'STATE_CONFLICT',
        `a transfer that is ${transfer.state} takes no owner signatures`,
      );
    }
    const safe = await this.safeOf(tx, transfer);
    await this.approvals.require(transfer, tx);
    const mapped = await this.owners.require(tx, transfer, claim);
    const { safeTxHash } = transfer.evidence.cleared;
    const verdict = await verifyOwnerSignature(claim, { safeTxHash, owners: safe.profile.owners });
    switch (verdict.kind) {
      case 'refused':
        throw DomainError.at('/signature', verdict.refusal.code, verdict.refusal.reason);
      case 'mismatch': {
        const detail = {
          owner: claim.owner,
          recovered: verdict.recovered,
          signature: claim.signature,
          safeTxHash,
        };
        return this.alarm(tx, transfer, { ...verdict.refusal, detail, personId: claim.personId });
      }
      case 'genuine':
        return this.take(tx, transfer, { claim, mapped, threshold: safe.profile.threshold });
    }
  }

  private async take(
    tx: Tx,
    transfer: ClearedTransfer,
    { claim, mapped, threshold }: Genuine,
  ): Promise<Collected> {
    const { safeTxHash } = transfer.evidence.cleared;
    const signed = { transferId: transfer.id, safeTxHash };
    const earlier = await this.signatures.find(signed, claim.owner, tx);
    if (earlier && earlier.signature !== claim.signature) {
      const reason = `${claim.owner} signed this transfer a second time: someone asked for another signing round`;
      const detail = { owner: claim.owner, first: earlier.signature, second: claim.signature };
      const { personId } = claim;
      return this.alarm(tx, transfer, { code: 'RESIGN_REQUEST', reason, detail, personId });
    }
    await this.freezes.require(tx, transfer.intent.safeId);
    if (earlier) return { kind: 'taken', transfer };
    const { owner, signature, personId } = claim;
    const { at, register } = mapped;
    await this.audit.append(tx, {
      type: 'transfer.owner-signed',
      actor: personId,
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: { owner, safeTxHash, signature, register },
    });
    await this.signatures.insert(tx, transfer.id, { ...claim, safeTxHash, at });
    const all = await this.signatures.list(signed, tx);
    if (transfer.state !== 'relayed' || all.length < threshold) return { kind: 'taken', transfer };
    const signers = all.map((each) => each.owner);
    return {
      kind: 'taken',
      transfer: await this.life.advance(tx, transfer, { kind: 'sign', signers }, 'system'),
    };
  }

  private async alarm(
    tx: Tx,
    transfer: Transfer,
    { code, reason, detail, personId }: Alarm,
  ): Promise<Collected> {
    const finding = { code, safeId: transfer.intent.safeId, transferId: transfer.id, detail };
    await this.freezer.freeze(tx, finding, { actor: personId, reason });
    return { kind: 'alarm', error: DomainError.at('/signature', code, `${reason}. The Safe is frozen.`) };
  }

  private async safeOf(tx: Tx, transfer: Transfer): Promise<OnboardedSafe> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'the Safe is not onboarded');
    return safe;
  }
}

interface Genuine {
  readonly claim: SignatureClaim;
  readonly mapped: Awaited<ReturnType<OwnerMapping['require']>>;
  readonly threshold: number;
}

interface Alarm {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
  readonly personId: PersonId;
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import { evmKeyId, usableKey } from '../domain/identity/person.js';
import { verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { isCleared, type ClearedTransfer } from '../domain/transfers/clearance-of.js';
import type { ErrorCode } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { RelayedEvidence } from './relayed-evidence.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';

export interface SignatureClaim {
  readonly personId: PersonId;
  readonly owner: Address;
  readonly signature: `0x${string}`;
}

export type Collected =
  | { readonly kind: 'taken'; readonly transfer: Transfer }
  /** Recorded, and the Safe is frozen: the answer is a refusal, but what was written stays. */
  | { readonly kind: 'alarm'; readonly error: DomainError };

/** Who may sign what, and what is written down of it. */
@Injectable()
export class SignerDuties {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly freezer: SafeFreezer,
    private readonly audit: AuditLog,
    private readonly approvals: RelayedEvidence,
  ) {}

  requireApprovals(tx: Tx, transfer: ClearedTransfer): Promise<void> {
    return this.approvals.require(transfer, tx);
  }

  /** The owner's key must be mapped to the person who brings the signature, and that person must not have asked for the transfer. */
  async check(tx: Tx, transfer: Transfer, claim: SignatureClaim): Promise<void> {
    const person = await this.people.find(claim.personId, tx);
    const now = await this.database.now(tx);
    if (!person || !usableKey(person, evmKeyId(claim.owner), 'owner', now)) {
      throw DomainError.at('/owner', 'OWNER_NOT_MAPPED', 'this owner key is not mapped to you');
    }
    if (claim.personId === transfer.intent.requesterId) {
      throw new DomainError('SOD', 'nobody signs a transfer as an owner that they requested');
    }
  }

  async alarm(tx: Tx, transfer: Transfer, { code, reason, detail, personId }: Alarm): Promise<Collected> {
    const finding = { code, safeId: transfer.intent.safeId, transferId: transfer.id, detail };
    await this.freezer.freeze(tx, finding, { actor: personId, reason });
    return { kind: 'alarm', error: DomainError.at('/signature', code, `${reason}. The Safe is frozen.`) };
  }

  /** Writes the entry, and says when it was. */
  async record(tx: Tx, transfer: ClearedTransfer, claim: SignatureClaim): Promise<UnixSeconds> {
    await this.audit.append(tx, {
      type: 'transfer.owner-signed',
      actor: claim.personId,
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: {
        owner: claim.owner,
        safeTxHash: transfer.evidence.cleared.safeTxHash,
        signature: claim.signature,
        register: await this.people.registerName(tx),
      },
    });
    return this.database.now(tx);
  }
}

/**
 * Takes in one owner's signature, verified on receipt against the cleared hash; anything else freezes the Safe
 * (invariant 14). A frozen Safe takes none, but what is brought is looked at all the same: a freeze must not hide that
 * an owner signed something else.
 */
@Injectable()
export class SignatureCollector {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly safes: SafesRepository,
    private readonly freezes: Freezes,
    private readonly life: TransferLife,
    private readonly duties: SignerDuties,
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
    await this.duties.requireApprovals(tx, transfer);
    await this.duties.check(tx, transfer, claim);
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
        return this.duties.alarm(tx, transfer, { ...verdict.refusal, detail, personId: claim.personId });
      }
      case 'genuine':
        return this.take(tx, transfer, { claim, threshold: safe.profile.threshold });
    }
  }

  private async take(
    tx: Tx,
    transfer: ClearedTransfer,
    { claim, threshold }: { claim: SignatureClaim; threshold: number },
  ): Promise<Collected> {
    const earlier = await this.signatures.find(transfer.id, claim.owner, tx);
    if (earlier && earlier.signature !== claim.signature) {
      const reason = `${claim.owner} signed this transfer a second time: someone asked for another signing round`;
      const detail = { owner: claim.owner, first: earlier.signature, second: claim.signature };
      return this.duties.alarm(tx, transfer, {
        code: 'RESIGN_REQUEST',
        reason,
        detail,
        personId: claim.personId,
      });
    }
    await this.freezes.require(tx, transfer.intent.safeId);
    if (earlier) return { kind: 'taken', transfer };
    const at = await this.duties.record(tx, transfer, claim);
    const { safeTxHash } = transfer.evidence.cleared;
    await this.signatures.insert(tx, transfer.id, { ...claim, safeTxHash, at });
    const all = await this.signatures.list(transfer.id, tx);
    if (transfer.state !== 'relayed' || all.length < threshold) return { kind: 'taken', transfer };
    const signers = all.map((each) => each.owner);
    return {
      kind: 'taken',
      transfer: await this.life.advance(tx, transfer, { kind: 'sign', signers }, 'system'),
    };
  }

  private async safeOf(tx: Tx, transfer: Transfer): Promise<OnboardedSafe> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'the Safe is not onboarded');
    return safe;
  }
}

interface Alarm {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
  readonly personId: PersonId;
}

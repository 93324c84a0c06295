import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { LastLook, type Sight } from '../clearances/last-look.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import type { FindingCode } from '../domain/safes/finding-codes.js';
import { type OwnerSignatureVerdict, verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import { reasonsWords } from '../domain/transfers/last-look.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import {
  type Exposed,
  type LastLookAs,
  type Relayed,
  type Transfer,
  type TransferIn,
  isExposed,
  isRelayed,
} from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { OwnerMapping } from './owner-mapping.js';
import { SignatureCount } from './signature-count.js';

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
 * (invariant 14). What is brought is verified first, and only then is the transfer looked at once more: neither a freeze
 * nor anything else that stops it may hide that an owner signed something else.
 */
@Injectable()
export class SignatureCollector {
  constructor(
    private readonly signatures: OwnerSignaturesRepository,
    private readonly safes: SafesRepository,
    private readonly lastLook: LastLook,
    private readonly owners: OwnerMapping,
    private readonly freezes: Freezes,
    private readonly freezer: SafeFreezer,
    private readonly count: SignatureCount,
    private readonly audit: AuditLog,
  ) {}

  /** Looks at the transfer, outside of the transaction, for a signature that could be taken; a look is not cheap. */
  async see(transfer: Transfer, claim: SignatureClaim): Promise<Sight | undefined> {
    if (!isRelayed(transfer)) return undefined;
    const { safeTxHash } = transfer.evidence.cleared;
    const { owners } = (await this.safeOf(transfer)).profile;
    const verdict = await verifyOwnerSignature(claim, { safeTxHash, owners });
    if (verdict.kind !== 'genuine') return undefined;
    const known = await this.signatures.find({ transferId: transfer.id, safeTxHash }, claim.owner);
    return known ? undefined : this.lastLook.see(transfer);
  }

  async collect(
    tx: Tx,
    transfer: Transfer,
    { claim, sight }: { readonly claim: SignatureClaim; readonly sight: Sight | undefined },
  ): Promise<Collected> {
    if (!isExposed(transfer)) {
      const detail = `a transfer that is ${transfer.state} takes no owner signatures`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const safe = await this.safeOf(transfer, tx);
    const mapped = await this.owners.require(tx, transfer, claim);
    const { safeTxHash } = transfer.evidence.cleared;
    const verdict = await verifyOwnerSignature(claim, { safeTxHash, owners: safe.profile.owners });
    if (verdict.kind === 'refused')
      throw DomainError.at('/signature', verdict.refusal.code, verdict.refusal.reason);
    if (verdict.kind === 'mismatch') return this.mismatch(tx, transfer, { claim, safe, verdict });
    const earlier = await this.signatures.find({ transferId: transfer.id, safeTxHash }, claim.owner, tx);
    if (earlier && earlier.signature !== claim.signature) {
      const reason = `${claim.owner} signed this transfer a second time: someone asked for another signing round`;
      const detail = { owner: claim.owner, first: earlier.signature, second: claim.signature };
      const { personId } = claim;
      return this.alarm(tx, transfer, { code: 'RESIGN_REQUEST', reason, detail, personId });
    }
    if (!isRelayed(transfer)) throw beingCancelled();
    if (earlier) {
      await this.freezes.require(tx, transfer.intent.safeId);
      return { kind: 'taken', transfer };
    }
    return this.take(tx, transfer, { claim, mapped, sight });
  }

  private async take(
    tx: Tx,
    transfer: TransferIn<Relayed>,
    { claim, mapped, sight }: Genuine,
  ): Promise<Collected> {
    if (!sight) throw new DomainError('STATE_CONFLICT', 'the transfer has moved on meanwhile: try again');
    const looked = await this.lastLook.judge(tx, transfer, sight, 'sign');
    if (looked.kind !== 'stands') {
      const error = new DomainError(codeOf(looked.reasons), reasonsWords(looked.reasons));
      if (looked.kind === 'stopped' && looked.hasFrozen) return { kind: 'alarm', error };
      throw error;
    }
    await this.freezes.require(tx, transfer.intent.safeId);
    await this.keep(tx, transfer, { claim, mapped, look: looked.look });
    return { kind: 'taken', transfer: await this.count.advance(tx, transfer) };
  }

  private async keep(
    tx: Tx,
    { id, intent, evidence }: TransferIn<Relayed>,
    { claim, mapped: { at, register }, look }: Kept,
  ): Promise<void> {
    const { owner, signature, personId } = claim;
    const { safeTxHash } = evidence.cleared;
    await this.audit.append(tx, {
      type: 'transfer.owner-signed',
      actor: personId,
      safeId: intent.safeId,
      subject: id,
      detail: {
        ...{ owner, safeTxHash, signature, register },
        look: { ...look, blockNumber: look.blockNumber.toString() },
      },
    });
    await this.signatures.insert(tx, id, { ...claim, safeTxHash, at });
    await this.owners.noteUse(tx, owner);
  }

  /** Another hash was signed. That of the burn is no alarm while one is asked for: it is only in the wrong place. */
  private async mismatch(
    tx: Tx,
    transfer: TransferIn<Exposed>,
    { claim, safe, verdict }: Mismatched,
  ): Promise<Collected> {
    const { safeTxHash, nonce } = transfer.evidence.cleared;
    if (transfer.state === 'cancelling') {
      const burn = buildCancel(safe.address, nonce);
      const { digest } = safeTxDigests(burn, safe.profile.chainId, safe.address);
      const asBurn = { safeTxHash: digest, owners: safe.profile.owners };
      if ((await verifyOwnerSignature(claim, asBurn)).kind === 'genuine') throw burnElsewhere(transfer.id);
    }
    const { owner, signature, personId } = claim;
    const detail = { owner, recovered: verdict.recovered, signature, safeTxHash };
    return this.alarm(tx, transfer, { ...verdict.refusal, detail, personId });
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

  private async safeOf(transfer: Transfer, tx?: Tx): Promise<OnboardedSafe> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'the Safe is not onboarded');
    return safe;
  }
}

function codeOf([first]: readonly { readonly code: ErrorCode }[]): ErrorCode {
  if (!first) throw new Error('what does not stand has a reason');
  return first.code;
}

function beingCancelled(): DomainError {
  const detail =
    'this transfer is being cancelled: its original takes no more signatures, only the transaction that burns its nonce';
  return new DomainError('STATE_CONFLICT', detail);
}

function burnElsewhere(id: string): DomainError {
  const detail = `this signs the transaction that burns the nonce: bring it by POST /v1/transfers/${id}/cancel/owner-signatures`;
  return new DomainError('STATE_CONFLICT', detail);
}

type Mapped = Awaited<ReturnType<OwnerMapping['require']>>;

interface Genuine {
  readonly claim: SignatureClaim;
  readonly mapped: Mapped;
  readonly sight: Sight | undefined;
}

interface Kept extends Pick<Genuine, 'claim' | 'mapped'> {
  readonly look: LastLookAs;
}

interface Mismatched {
  readonly claim: SignatureClaim;
  readonly safe: OnboardedSafe;
  readonly verdict: Extract<OwnerSignatureVerdict, { kind: 'mismatch' }>;
}

interface Alarm {
  readonly code: FindingCode;
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
  readonly personId: PersonId;
}

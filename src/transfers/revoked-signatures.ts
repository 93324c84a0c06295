import { Injectable } from '@nestjs/common';
import type { Relayed, TransferIn } from '../domain/transfers/transfer.js';
import type { Tx } from '../infra/database/database.js';
import { type Finding, FindingsRepository } from '../safes/findings.repository.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { CountingSignatures } from './counting-signatures.js';

/** Writes down that an owner's signature no longer counts: once for each transfer and owner. It freezes nothing. */
@Injectable()
export class RevokedSignatures {
  constructor(
    private readonly signatures: CountingSignatures,
    private readonly safes: SafesRepository,
    private readonly findings: FindingsRepository,
    private readonly freezer: SafeFreezer,
  ) {}

  /** Whether there is one that is not written down. */
  async areNews(tx: Tx, transfer: TransferIn<Relayed>): Promise<boolean> {
    return (await this.unrecorded(tx, transfer)).length > 0;
  }

  /** Call it under the lock of the transfer's row, so that two do not write the same. */
  async record(tx: Tx, transfer: TransferIn<Relayed>): Promise<void> {
    for (const finding of await this.unrecorded(tx, transfer)) {
      const reason = `${finding.detail.owner} signed, and the key is no longer its person's to use`;
      await this.freezer.record(tx, finding, { actor: 'system', reason });
    }
  }

  private async unrecorded(tx: Tx, { id, intent, evidence }: TransferIn<Relayed>) {
    const { safeTxHash } = evidence.cleared;
    const owners = (await this.safes.find(intent.safeId, tx))?.profile.owners ?? [];
    const { revoked } = await this.signatures.of({ transferId: id, safeTxHash }, owners, tx);
    const findings = revoked.map(({ owner, personId }) => ({
      ...{ code: 'OWNER_SIGNATURE_REVOKED' as const, safeId: intent.safeId, transferId: id },
      detail: { transfer: id, owner, person: personId, safeTxHash },
    })) satisfies readonly Finding[];
    const isKnown = await Promise.all(findings.map((each) => this.findings.isKnown(tx, each)));
    return findings.filter((_, index) => isKnown[index] === false);
  }
}

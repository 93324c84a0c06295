import { Injectable } from '@nestjs/common';
import type { Relayed, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { Tx } from '../infra/database/database.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { RevokedSignatures } from '../transfers/revoked-signatures.js';
import { TransferLife } from '../transfers/transfer-life.js';

/** Counts the owners' signatures of a transfer after each one, by the people and keys of now. */
@Injectable()
export class SignatureCount {
  constructor(
    private readonly signatures: CountingSignatures,
    private readonly revoked: RevokedSignatures,
    private readonly safes: SafesRepository,
    private readonly life: TransferLife,
  ) {}

  /**
   * Moves the transfer on once the threshold of the Safe is there. One that was signed and has too few by now stays where
   * it is: it is sent when it has enough again.
   */
  async advance(tx: Tx, transfer: TransferIn<Relayed>): Promise<Transfer> {
    await this.revoked.record(tx, transfer);
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe || transfer.state !== 'relayed') return transfer;
    const { owners, threshold } = safe.profile;
    const { safeTxHash } = transfer.evidence.cleared;
    const { counting } = await this.signatures.of({ transferId: transfer.id, safeTxHash }, owners, tx);
    if (counting.length < threshold) return transfer;
    const signers = counting.map(({ owner }) => owner);
    return this.life.advance(tx, transfer, { kind: 'sign', signers }, 'system');
  }
}

import { Injectable } from '@nestjs/common';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { Tx } from '../infra/database/database.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { TransferLife } from '../transfers/transfer-life.js';

type Cancelling = TransferIn<'cancelling'>;

/** Counts the owners' signatures over a burn, by the people and keys of now. */
@Injectable()
export class BurnCount {
  constructor(
    private readonly signatures: CountingSignatures,
    private readonly safes: SafesRepository,
    private readonly life: TransferLife,
  ) {}

  /** Moves a confirmed cancel on once the threshold of the Safe is there. */
  async advance(tx: Tx, transfer: Cancelling): Promise<Cancelling> {
    const { cancel } = transfer.evidence;
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe || cancel.stage !== 'confirmed') return transfer;
    const { owners, threshold } = safe.profile;
    const signed = { transferId: transfer.id, safeTxHash: cancel.burn.safeTxHash };
    const { counting } = await this.signatures.of(signed, owners, tx);
    if (counting.length < threshold) return transfer;
    const signers = counting.map(({ owner }) => owner);
    return (await this.life.advance(tx, transfer, { kind: 'sign-cancel', signers }, 'system')) as Cancelling;
  }
}

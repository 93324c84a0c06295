import { Injectable } from '@nestjs/common';
import { verifyOwnerSignature } from '../domain/signatures/owner-signature.js';
import type { SignedBy } from '../domain/transfers/exposure.js';
import type { Exposed, TransferIn } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';

/**
 * The owner signatures that the chain would take: verified anew, by the owners that are pinned now. A row that was
 * forged counts for nothing; a revoked key's signature counts, because the chain does not know of it.
 */
@Injectable()
export class GenuineSignatures {
  constructor(
    private readonly register: Register,
    private readonly signatures: OwnerSignaturesRepository,
  ) {}

  async over(
    transfers: readonly TransferIn<Exposed>[],
    tx?: Tx,
  ): Promise<ReadonlyMap<TransferId, readonly SignedBy[]>> {
    if (transfers.length === 0) return new Map();
    const register = await this.register.current(tx);
    const stored = await this.signatures.ofEach(
      transfers.map(({ id }) => id),
      tx,
    );
    const genuine = await Promise.all(
      transfers.map(async ({ id, intent }): Promise<readonly [TransferId, readonly SignedBy[]]> => {
        const owners = register.safe(intent.safeId)?.profile.owners ?? [];
        const own = stored.filter(({ transferId }) => transferId === id);
        const verdicts = await Promise.all(
          own.map((each) => verifyOwnerSignature(each, { safeTxHash: each.safeTxHash, owners })),
        );
        return [id, own.filter((_, at) => verdicts[at]?.kind === 'genuine')];
      }),
    );
    return new Map(genuine);
  }
}

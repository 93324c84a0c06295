import { Injectable } from '@nestjs/common';
import type { Registered } from '../../domain/register/registered.js';
import { signatureStanding } from '../../domain/signatures/counting-signatures.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { Database } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { OwnerSignaturesRepository } from '../../transfers/owner-signatures.repository.js';
import type { TransferDetail } from './transfer-detail.contract.js';

/** Who has signed a transfer or its cancel as an owner, without the bytes. */
@Injectable()
export class SignedViews {
  constructor(
    private readonly database: Database,
    private readonly signatures: OwnerSignaturesRepository,
  ) {}

  async of({ id, intent }: Transfer, register: Registered): Promise<TransferDetail['ownerSignatures']> {
    const signed = await this.signatures.ofEach([id]);
    if (signed.length === 0) return [];
    const now = await this.database.now();
    const owners = register.safe(intent.safeId)?.profile.owners ?? [];
    const shown = await Promise.all(
      signed.map(async (each) => {
        const { owner, personId, safeTxHash, at } = each;
        const signer = register.people.get(personId);
        const standing = await signatureStanding(each, { safeTxHash, owners, signer, now });
        return {
          ...{ owner, person: personId, personName: signer?.name ?? null, safeTxHash },
          ...{ at: printTimestamp(at), counts: standing === 'counts' },
        };
      }),
    );
    return shown.sort((one, other) => (one.at < other.at ? -1 : 1));
  }
}

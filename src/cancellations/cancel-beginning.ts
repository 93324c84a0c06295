import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { CancellationsRepository } from './cancellations.repository.js';

/** Begins the cancel of a relayed transfer: from then on nothing of the original is signed or sent any more. */
@Injectable()
export class CancelBeginning {
  constructor(
    private readonly database: Database,
    private readonly cancellations: CancellationsRepository,
    private readonly life: TransferLife,
  ) {}

  /**
   * @returns the transfer in the state `cancelling`
   * @throws DomainError STATE_CONFLICT unless it is relayed; ALREADY_ASKED if this person has asked for it before
   */
  async begin(
    tx: Tx,
    transfer: Transfer,
    { by, why }: { readonly by: PersonId | 'system'; readonly why: string },
  ): Promise<Transfer> {
    if (by !== 'system' && (await this.cancellations.find(transfer.id, by, tx)))
      throw new DomainError(
        'ALREADY_ASKED',
        'you have asked to cancel this transfer already; each person asks once',
      );
    if (transfer.state === 'cancelling') {
      const detail = `it is being cancelled already: see GET /v1/transfers/${transfer.id}/cancel`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const at = await this.database.now(tx);
    const begun = await this.life.advance(tx, transfer, { kind: 'begin-cancel', by, why, at }, by);
    await this.cancellations.insert(tx, transfer.id, { by, why, at });
    return begun;
  }
}

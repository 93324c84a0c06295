import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import type { PersonId, TransferId } from '../../domain/values/identifier.js';
import type { Tx } from '../../infra/database/database.js';
import type { Principal } from '../../infra/http/access.js';
import { TransfersRepository } from '../../transfers/transfers.repository.js';
import { Veil } from '../../veil/veil.js';

/** A person's act on one transfer. */
export interface PersonsAct {
  readonly id: TransferId;
  readonly personId: PersonId;
  readonly by: Principal;
}

/** Finds transfers by the ids in requests. */
@Injectable()
export class TransferLookup {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly veil: Veil,
  ) {}

  /** @throws DomainError TRANSFER_NOT_FOUND */
  async find(id: TransferId): Promise<Transfer> {
    return existing(await this.transfers.find(id));
  }

  /** @throws DomainError TRANSFER_NOT_FOUND */
  async lock(tx: Tx, id: TransferId): Promise<Transfer> {
    return existing(await this.transfers.lock(id, tx));
  }

  /** @throws DomainError REKEY_REQUIRED if this reader must re-key destination and amount before seeing them */
  async requireShown(transfer: Transfer, by: Principal, tx?: Tx): Promise<void> {
    if (!(await this.veil.hides(transfer, by, tx))) return;
    const detail = 'enter the end of the destination and the amount from the ticket first';
    throw new DomainError('REKEY_REQUIRED', detail);
  }
}

function existing(transfer: Transfer | undefined): Transfer {
  if (!transfer) throw new DomainError('TRANSFER_NOT_FOUND', 'no such transfer');
  return transfer;
}

import { Injectable } from '@nestjs/common';
import { ExposureGate } from '../changes/exposure-gate.js';
import type { SafeId, TransferId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

/** Asks the transfers. The one in the Safe's lane is locked, because it may be passing the relay gate right now. */
@Injectable()
export class OpenExposures extends ExposureGate {
  constructor(private readonly transfers: TransfersRepository) {
    super();
  }

  override async open(tx: Tx, safeId: SafeId): Promise<readonly TransferId[]> {
    const holder = await this.transfers.laneHolder(safeId, tx);
    if (holder) await this.transfers.lock(holder.id, tx);
    return (await this.transfers.exposed([safeId], tx)).map(({ id }) => id);
  }
}

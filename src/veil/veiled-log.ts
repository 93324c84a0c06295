import { Injectable } from '@nestjs/common';
import { AuditVeil } from '../audit-log/audit-veil.js';
import { idPattern, parseId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { Veil } from './veil.js';

/** Veils log entries about hidden transfers, because entries contain everything about a transfer. */
@Injectable()
export class VeiledLog extends AuditVeil {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly veil: Veil,
  ) {
    super();
  }

  override async hidden(reader: Principal, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const hidden = new Set<string>();
    for (const subject of subjects.filter((each) => idPattern('tr').test(each))) {
      const transfer = await this.transfers.find(parseId('tr', subject));
      if (transfer && (await this.veil.hides(transfer, reader))) hidden.add(subject);
    }
    return hidden;
  }
}

import { Injectable } from '@nestjs/common';
import { AuditVeil } from '../audit-log/audit-veil.js';
import { idPattern, parseId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { Veil } from './veil.js';

/** The veil over the log, whose entries say of a transfer all that there is. */
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

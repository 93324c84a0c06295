import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { AuditType } from '../domain/audit-log/entry.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { Tx } from '../infra/database/database.js';
import type { AuditExport } from './audit-exports.repository.js';

/** What the log says of exports. */
@Injectable()
export class ExportRecords {
  constructor(private readonly audit: AuditLog) {}

  write(
    tx: Tx,
    type: Extract<AuditType, `audit-export.${string}`>,
    order: Pick<AuditExport, 'id' | 'format' | 'filter' | 'from' | 'to' | 'checkpointSize' | 'sha256'>,
    actor: string,
    more: Readonly<Record<string, Json>> = {},
  ): Promise<void> {
    const { id, format, filter, from, to, checkpointSize, sha256 } = order;
    const detail = {
      ...{ format, filter, from: from.toString(), to: to.toString() },
      treeSize: checkpointSize.toString(),
      ...(sha256 !== null && { sha256 }),
      ...more,
    };
    return this.audit.append(tx, { type, actor, subject: id, detail });
  }
}

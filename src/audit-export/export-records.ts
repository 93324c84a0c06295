import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { AuditEvent } from '../domain/audit-log/entry.js';
import type { ErrorCode } from '../domain/errors.js';
import type { Tx } from '../infra/database/database.js';
import type { AuditExport } from './audit-exports.repository.js';

type Order = Pick<
  AuditExport,
  | 'id'
  | 'format'
  | 'filter'
  | 'from'
  | 'to'
  | 'checkpointSize'
  | 'sha256'
  | 'requestedBy'
  | 'entries'
  | 'veiled'
>;

/** An event in the life of an export, with its details. */
type Became =
  | { readonly kind: 'requested' | 'downloaded' | 'expired' }
  | { readonly kind: 'finished'; readonly sha256: string; readonly bytes: bigint }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly reason: string };

/** Writes the log entries of exports. */
@Injectable()
export class ExportRecords {
  constructor(private readonly audit: AuditLog) {}

  write(tx: Tx, order: Order, actor: string, became: Became): Promise<void> {
    return this.audit.append(tx, exportEvent(order, actor, became));
  }
}

export function exportEvent(order: Order, actor: string, became: Became): AuditEvent {
  const { id, format, filter, from, to, checkpointSize, sha256, requestedBy, entries, veiled } = order;
  const about = { actor, subject: id };
  const asked = {
    ...{ format, filter, from: from.toString(), to: to.toString() },
    treeSize: checkpointSize.toString(),
  };
  switch (became.kind) {
    case 'requested':
      return { ...about, type: 'audit-export.requested', detail: asked };
    case 'finished': {
      const counts = {
        entries: entries.toString(),
        veiled: veiled.toString(),
        bytes: became.bytes.toString(),
      };
      const detail = { ...asked, requestedBy, sha256: became.sha256, ...counts };
      return { ...about, type: 'audit-export.finished', detail };
    }
    case 'failed': {
      const { code, reason } = became;
      return { ...about, type: 'audit-export.failed', detail: { ...asked, code, reason } };
    }
    case 'downloaded': {
      if (sha256 === null) throw new Error('an export that is not done has no file');
      return { ...about, type: 'audit-export.downloaded', detail: { ...asked, sha256 } };
    }
    case 'expired': {
      const detail = { ...asked, ...(sha256 !== null && { sha256 }) };
      return { ...about, type: 'audit-export.expired', detail };
    }
  }
}

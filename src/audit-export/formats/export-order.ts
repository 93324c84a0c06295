import type { ExportFilter } from '../../domain/audit-log/export-filter.js';
import type { AuditExportId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import type { Principal } from '../../infra/http/access.js';

/** What to export, whatever the format. Immutable once ordered. */
export interface ExportOrder {
  readonly id: AuditExportId;
  readonly requestedBy: string;
  readonly reader: Principal;
  readonly filter: ExportFilter;
  readonly from: bigint;
  readonly to: bigint;
  readonly checkpointSize: bigint;
  readonly checkpoint: string;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
}

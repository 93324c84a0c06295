import { Injectable } from '@nestjs/common';
import { Database } from '../infra/database/database.js';
import { type RefusedRequest, RefusalLog } from '../infra/http/refusal-log.js';
import { AuditLog } from './audit-log.js';

const POINTERS_MAX = 20;
const POINTER_LENGTH_MAX = 200;

/** Logs refused requests (invariant 16) in a new transaction, because the request's own was rolled back. */
@Injectable()
export class AuditedRefusals extends RefusalLog {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  override async record({ actor, pointers, ...refused }: RefusedRequest): Promise<void> {
    const shown = pointers
      .slice(0, POINTERS_MAX)
      .map((pointer) => pointer.slice(0, POINTER_LENGTH_MAX).toWellFormed());
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'request.refused', actor, detail: { ...refused, pointers: shown } }),
    );
  }
}

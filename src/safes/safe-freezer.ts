import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { SafeId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { type Finding, FindingsRepository } from './findings.repository.js';
import { SafesRepository } from './safes.repository.js';

/** Freezes a Safe on a finding: both, and their audit entries, in the caller's transaction. */
@Injectable()
export class SafeFreezer {
  private readonly log = new Logger(SafeFreezer.name);

  constructor(
    private readonly database: Database,
    private readonly safes: SafesRepository,
    private readonly findings: FindingsRepository,
    private readonly audit: AuditLog,
  ) {}

  async freeze(tx: Tx, finding: Finding, by: { actor: string; reason: string }): Promise<void> {
    const at = await this.database.now(tx);
    const subject = finding.transferId ?? finding.safeId;
    const findingId = await this.findings.insert(tx, finding, at);
    const detail = { code: finding.code, finding: findingId, reason: by.reason };
    await this.audit.append(tx, {
      type: 'finding.recorded',
      actor: by.actor,
      safeId: finding.safeId,
      subject,
      detail: { ...detail, detail: finding.detail },
    });
    const isNew = await this.safes.freeze(tx, finding.safeId, { code: finding.code, reason: by.reason, at });
    this.log.error(`${finding.safeId} is frozen, ${finding.code}: ${by.reason}`);
    if (isNew)
      await this.audit.append(tx, {
        type: 'safe.frozen',
        actor: by.actor,
        safeId: finding.safeId,
        subject,
        detail,
      });
  }

  /** A person's own decision needs no finding. The entry is written even if the Safe is frozen already. */
  async freezeByHand(tx: Tx, safeId: SafeId, by: { actor: string; reason: string }): Promise<void> {
    const at = await this.database.now(tx);
    const detail = { code: 'SAFE_FROZEN', reason: by.reason };
    await this.audit.append(tx, { type: 'safe.frozen', actor: by.actor, safeId, subject: safeId, detail });
    await this.safes.freeze(tx, safeId, { code: 'SAFE_FROZEN', reason: by.reason, at });
  }
}

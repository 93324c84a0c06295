import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit-log/audit-log.js';
import { DomainError } from '../../domain/errors.js';
import { parseId } from '../../domain/values/identifier.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { type Principal, personOf } from '../../infra/http/access.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { FindingsRepository } from '../../safes/findings.repository.js';
import type { FindingAcknowledgement } from './findings.contract.js';

/** Writes down that a person has seen a finding, once each. It ends no freeze and hides nothing. */
@Injectable()
export class FindingAcknowledger {
  constructor(
    private readonly database: Database,
    private readonly findings: FindingsRepository,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError FORBIDDEN for a service, FINDING_NOT_FOUND, STATE_CONFLICT if the person has done so before */
  async acknowledge(tx: Tx, id: string, by: Principal, note: string): Promise<FindingAcknowledgement> {
    const personId = personOf(by, 'only people acknowledge a finding');
    const finding = await this.findings.find(id, tx);
    if (!finding) throw new DomainError('FINDING_NOT_FOUND', 'there is no such finding');
    const at = await this.database.now(tx);
    if (!(await this.findings.acknowledge(tx, id, { personId, note, at })))
      throw new DomainError('STATE_CONFLICT', 'you have acknowledged this finding before');
    await this.audit.append(tx, {
      ...{ type: 'finding.acknowledged', actor: personId },
      // As the finding's own entry: whoever must re-key the transfer first may read neither.
      subject: finding.transferId ?? id,
      ...(finding.safeId !== null && { safeId: parseId('safe', finding.safeId) }),
      detail: { code: finding.code, note, finding: id },
    });
    return { finding: id, person: personId, personName: by.name, note, at: printTimestamp(at) };
  }
}

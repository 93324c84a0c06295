import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { ErrorCode } from '../domain/errors.js';
import type { Freeze, FreezeScope } from '../domain/safes/freeze.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type Finding, FindingsRepository } from './findings.repository.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository } from './freezes.repository.js';

/** Freezes: the stop, what led to it, and their audit entries, in the caller's transaction. */
@Injectable()
export class SafeFreezer {
  private readonly log = new Logger(SafeFreezer.name);

  constructor(
    private readonly database: Database,
    private readonly freezes: FreezesRepository,
    private readonly turns: FreezeTurnsRepository,
    private readonly findings: FindingsRepository,
    private readonly audit: AuditLog,
  ) {}

  /** For whoever does something else in the transaction before it freezes. */
  async takeTurn(tx: Tx, scope: FreezeScope): Promise<void> {
    await this.turns.freeze(tx, scope);
  }

  /** Every finding freezes for itself: lifting what an earlier one froze does not lift this. */
  async freeze(
    tx: Tx,
    finding: Finding & { readonly safeId: SafeId },
    by: { actor: string; reason: string },
  ): Promise<void> {
    const { code, safeId } = finding;
    const { subject, findingId } = await this.record(tx, finding, by);
    await this.put(tx, { ...by, scope: safeId, code }, { subject, findingId });
    this.log.error(`${safeId} is frozen, ${code}: ${by.reason}`);
  }

  /** A finding that people must know of, and that stops nothing. */
  async record(
    tx: Tx,
    finding: Finding & { readonly safeId: SafeId },
    by: { actor: string; reason: string },
  ): Promise<{ readonly subject: string; readonly findingId: string }> {
    const { code, safeId, detail } = finding;
    const subject = finding.transferId ?? safeId;
    const findingId = await this.findings.insert(tx, finding, await this.database.now(tx));
    await this.audit.append(tx, {
      type: 'finding.recorded',
      actor: by.actor,
      safeId,
      subject,
      detail: { code, finding: findingId, reason: by.reason, detail },
    });
    return { subject, findingId };
  }

  /**
   * Something is wrong with all that Sluice decides by, and no Safe is the cause: every Safe stops. The very same finding
   * freezes once only, so that people who have lifted it have decided about it.
   */
  async freezeAll(tx: Tx, { code, reason, detail }: GatewayFault): Promise<void> {
    await this.turns.freeze(tx, 'all');
    if (await this.findings.isKnown(tx, { code, detail })) return;
    const finding = { code, safeId: null, transferId: null, detail };
    const findingId = await this.findings.insert(tx, finding, await this.database.now(tx));
    await this.audit.append(tx, {
      type: 'finding.recorded',
      actor: 'system',
      subject: findingId,
      detail: { code, finding: findingId, reason, detail },
    });
    await this.put(tx, { scope: 'all', code, reason, actor: 'system' }, { subject: 'all', findingId });
    this.log.error(`everything is frozen, ${code}: ${reason}`);
  }

  /** One person's, or one service's, own decision needs no finding. Of several at once each is recorded. */
  async freezeByHand(tx: Tx, scope: FreezeScope, by: { actor: string; reason: string }): Promise<Freeze> {
    return this.put(tx, { ...by, scope, code: 'SAFE_FROZEN' }, { subject: scope, findingId: null });
  }

  private async put(tx: Tx, stop: Stop, { subject, findingId }: Cause): Promise<Freeze> {
    const { scope, code, reason, actor } = stop;
    // Before its entry: whatever went on first has written its own by then.
    await this.turns.freeze(tx, scope);
    const id = parseId('frz', newId('frz'));
    const detail = { freeze: id, code, reason, ...(findingId !== null && { finding: findingId }) };
    await this.audit.append(
      tx,
      scope === 'all'
        ? { type: 'gateway.frozen', actor, subject: id, detail }
        : { type: 'safe.frozen', actor, safeId: scope, subject, detail },
    );
    const freeze = { id, scope, code, reason, actor, at: await this.database.now(tx) };
    await this.freezes.insert(tx, freeze, findingId);
    return freeze;
  }
}

export interface GatewayFault extends Pick<Finding, 'code' | 'detail'> {
  readonly reason: string;
}

interface Stop {
  readonly scope: FreezeScope;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly actor: string;
}

interface Cause {
  /** What the log files it under. */
  readonly subject: string;
  readonly findingId: string | null;
}

import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import type { Freeze, FreezeCode, FreezeScope } from '../domain/safes/freeze.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type Finding, FindingsRepository } from './findings.repository.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository } from './freezes.repository.js';

/** Writes a freeze, its finding and their audit entries in the caller's transaction. */
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

  /** Takes the freeze's lock early, for a transaction that does something else before it freezes. */
  async takeTurn(tx: Tx, scope: FreezeScope): Promise<void> {
    await this.turns.freeze(tx, scope);
  }

  /** Every finding makes its own freeze, which lifting an earlier one does not lift. */
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

  /** As `freeze`, for what is found again at every look: a finding that is on record stops nothing anew. */
  async freezeOnce(
    tx: Tx,
    finding: Finding & { readonly safeId: SafeId },
    by: { actor: string; reason: string },
  ): Promise<void> {
    await this.turns.freeze(tx, finding.safeId);
    if (!(await this.findings.isKnown(tx, finding))) await this.freeze(tx, finding, by);
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
   * Freezes every Safe, for a fault in what Sluice decides by that no single Safe causes. The same finding freezes only
   * once: by lifting it, people have decided about it.
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

  /** A freeze by a person's or service's own decision needs no finding. Concurrent ones are all recorded. */
  async freezeByHand(tx: Tx, scope: FreezeScope, by: { actor: string; reason: string }): Promise<Freeze> {
    return this.put(tx, { ...by, scope, code: 'SAFE_FROZEN' }, { subject: scope, findingId: null });
  }

  private async put(tx: Tx, stop: Stop, { subject, findingId }: Cause): Promise<Freeze> {
    const { scope, code, reason, actor } = stop;
    // Lock before writing the entry, so that the entries of earlier steps come before it.
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
  readonly code: FreezeCode;
  readonly reason: string;
  readonly actor: string;
}

interface Cause {
  /** The subject of the log entry. */
  readonly subject: string;
  readonly findingId: string | null;
}

import { Test, type TestingModule } from '@nestjs/testing';
import type { AuditExportView, CreateAuditExport } from '../../src/audit-export/audit-export.contract.js';
import { AuditExportModule } from '../../src/audit-export/audit-export.module.js';
import { AuditExports } from '../../src/audit-export/audit-exports.js';
import { AuditExportsRepository } from '../../src/audit-export/audit-exports.repository.js';
import { ExportBases } from '../../src/audit-export/export-bases.js';
import { ExportTurns } from '../../src/audit-export/export-turns.js';
import { OwnExports } from '../../src/audit-export/own-exports.js';
import { AuditLog } from '../../src/audit-log/audit-log.js';
import { AuditLogModule } from '../../src/audit-log/audit-log.module.js';
import { AuditVeil } from '../../src/audit-log/audit-veil.js';
import { LogKey } from '../../src/audit-log/sequencer/log-key.js';
import { LogSequencer } from '../../src/audit-log/sequencer/log-sequencer.js';
import { loadConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { ExportCheck, type ExportVerdict } from '../../src/domain/audit-log/verify-export.js';
import { Database } from '../../src/infra/database/database.js';
import { CadenceModule } from '../../src/infra/cadence/cadence.module.js';
import { DatabaseModule } from '../../src/infra/database/database.module.js';
import type { Principal } from '../../src/infra/http/access.js';
import { HttpModule } from '../../src/infra/http/http.module.js';
import { JobsModule } from '../../src/infra/jobs/jobs.module.js';
import { AuditVeilModule, LogAlarmsModule } from '../log/hooks.module.js';
import { logSettings } from '../log-world.js';
import { madeUpAct } from './made-up-act.js';
import { type FreshDatabase, freshDatabase } from '../world.js';

export const AUDITOR = {
  kind: 'service',
  apiKeyId: 'key_01890a5d-ac96-774b-bcce-b302099a8057',
  name: 'siem',
  roles: ['auditor'],
} as const satisfies Principal;

/** The log and its exports, where nothing runs by itself: a test takes every turn. */
export class ExportWorld {
  private constructor(
    private readonly fresh: FreshDatabase,
    private readonly module: TestingModule,
  ) {}

  static async open(hidden?: AuditVeil['hidden']): Promise<ExportWorld> {
    const fresh = await freshDatabase();
    const config = loadConfig(logSettings(fresh.url));
    const imports = [
      ...[
        ConfigModule.with(config),
        CadenceModule.with(),
        DatabaseModule,
        AuditLogModule,
        HttpModule,
        JobsModule,
      ],
      AuditExportModule,
      AuditVeilModule,
      LogAlarmsModule,
    ];
    const builder = Test.createTestingModule({ imports });
    if (hidden) builder.overrideProvider(AuditVeil).useValue({ hidden });
    return new ExportWorld(fresh, await builder.compile());
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.fresh.drop({ areActsMadeUp: true });
  }

  get<T>(type: abstract new (...given: never[]) => T): T {
    return this.module.get<T>(type, { strict: false });
  }

  get database(): Database {
    return this.get(Database);
  }

  async append(...acts: readonly Parameters<typeof madeUpAct>[0][]): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const act of acts) await this.get(AuditLog).append(tx, madeUpAct(act));
    });
    await this.get(LogSequencer).drain();
  }

  /** So many acts about ten transfers, in turns. */
  appendMany(count: number): Promise<void> {
    const acts = Array.from({ length: count }, (_, at) => ({
      type: 'transfer.queued' as const,
      actor: 'per_ada',
      subject: `tr_${String(at % 10)}`,
      detail: { at: String(at) },
    }));
    return this.append(...acts);
  }

  async order(body: CreateAuditExport, reader: Principal = AUDITOR): Promise<string> {
    const basis = await this.get(ExportBases).newest();
    const { id } = await this.database.transaction((tx) =>
      this.get(AuditExports).create(tx, body, { reader, basis }),
    );
    return id;
  }

  show(id: string, reader: Principal = AUDITOR): Promise<AuditExportView> {
    return this.get(OwnExports).show(id, reader);
  }

  async made(body: CreateAuditExport, reader: Principal = AUDITOR): Promise<{ id: string; file: Buffer }> {
    const id = await this.order(body, reader);
    return { id, file: await this.finished(id) };
  }

  /** Takes turns until there are none left. */
  async finished(id: string): Promise<Buffer> {
    for (let turn = 0; turn < 100; turn += 1) {
      const found = await this.get(AuditExportsRepository).find(id);
      if (found?.status === 'failed') throw new Error(`failed: ${String(found.failure?.reason)}`);
      if (found?.status === 'done') return this.contents(id);
      await this.get(ExportTurns).turn(id);
    }
    throw new Error('the export does not end');
  }

  async contents(id: string): Promise<Buffer> {
    const found = await this.get(AuditExportsRepository).find(id);
    if (!found) throw new Error('no such export');
    const parts: Uint8Array[] = [];
    for await (const part of this.get(AuditExportsRepository).contents(found)) parts.push(part);
    return Buffer.concat(parts);
  }

  verify(file: Buffer): ExportVerdict {
    const check = new ExportCheck({ logKey: this.get(LogKey).verifier, policy: null });
    for (const line of file.toString().split('\n').slice(0, -1)) check.take(line);
    return check.finish();
  }

  /** As superusers do: without the triggers. */
  async tamper(statement: string): Promise<void> {
    const { read } = this.database;
    await read.$executeRawUnsafe('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await read.$executeRawUnsafe(statement);
    await read.$executeRawUnsafe('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only');
  }

  /** What the log says of an export. */
  async said(id: string): Promise<readonly { type: string; actor: string; detail: unknown }[]> {
    await this.get(LogSequencer).drain();
    const rows = await this.database.read.auditEntry.findMany({
      where: { subject: id },
      orderBy: { index: 'asc' },
      select: { body: true },
    });
    return rows.map(({ body }) => JSON.parse(body) as { type: string; actor: string; detail: unknown });
  }
}

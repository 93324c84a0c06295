import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { safeContent } from '../../test/builders/governed.js';
import { SAFE } from '../../test/builders/policy.js';
import { Governance } from '../../test/governance.js';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { freshDatabase } from '../../test/world.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { loadConfig } from '../config/config.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type SafeId, type TransferId, parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { ChangeDraftsRepository } from './change-drafts.repository.js';
import { ChangeDrafter } from './draft-change.js';
import { ExposureGate } from './exposure-gate.js';

/** Tells what a test says is exposed. */
class SaidGate extends ExposureGate {
  exposed: readonly TransferId[] = [];
  readonly asked: SafeId[] = [];

  override open(_tx: unknown, safeId: SafeId): Promise<readonly TransferId[]> {
    this.asked.push(safeId);
    return Promise.resolve(this.exposed);
  }
}

describe(ChangeDrafter.name, () => {
  const gate = new SaidGate();
  let database: Database;
  let drafter: ChangeDrafter;
  let governance: Governance;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    const objects = [{ kind: 'safe' as const, subject: SAFE, content: safeContent() }];
    governance = await Governance.found(fresh.url, { objects });
    const config = loadConfig({
      DATABASE_URL: fresh.url,
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: governance.digest,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: 'http://localhost:3000',
    });
    database = new Database(config);
    const register = new Register(config, database, new GovernanceActsRepository(database), new Readiness());
    const audit = new AuditLog(new AuditLogRepository(database), new LogKey(config));
    const drafts = new ChangeDraftsRepository(database);
    // What the chain says of a Safe is prepared before, and asked by no draft.
    drafter = new ChangeDrafter(database, register, drafts, undefined as never, audit, gate);
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  function draft(content: Json) {
    const [governor] = governance.governors;
    if (!governor) throw new Error('there is no governor');
    const { id: by } = governor;
    const wish = { kind: 'safe' as const, subject: SAFE, content, expiresAt: undefined };
    return database.transaction((tx) =>
      drafter.draft(tx, { ...wish, by, proposerId: by, invitationId: null }),
    );
  }

  it('invariant 12: drafts no other owners or guard for a Safe on which something is exposed', async () => {
    gate.exposed = [parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055')];
    await expect(draft(safeContent({ threshold: 1 }))).rejects.toMatchObject({ code: 'EXPOSURE_OPEN' });
    expect((await draft(safeContent({}, 'Renamed'))).status).toBe(201);
    gate.exposed = [];
    expect((await draft(safeContent({ threshold: 1 }))).status).toBe(201);
    expect(gate.asked).toEqual([SAFE, SAFE, SAFE]);
  });
});

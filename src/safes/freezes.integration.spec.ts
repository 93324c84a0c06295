import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { Governance } from '../../test/governance.js';
import { freshDatabase } from '../../test/world.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { loadConfig } from '../config/config.js';
import type { FreezeScope } from '../domain/safes/freeze.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { FindingsRepository } from './findings.repository.js';
import { Freezes } from './freezes.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository } from './freezes.repository.js';
import { SafeFreezer } from './safe-freezer.js';

describe(Freezes.name, () => {
  let database: Database;
  let freezes: Freezes;
  let freezer: SafeFreezer;
  let governance: Governance;
  let drop: () => Promise<void>;
  let safe: SafeId;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    governance = await Governance.found(fresh.url);
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
    const repository = new FreezesRepository(database);
    const turns = new FreezeTurnsRepository();
    const audit = new AuditLog(new AuditLogRepository(database), new LogKey(config));
    freezes = new Freezes(database, repository, register, turns);
    freezer = new SafeFreezer(database, repository, turns, new FindingsRepository(database), audit);
    Object.assign(freezer, { log: { error: () => undefined } });
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  beforeEach(() => {
    safe = parseId('safe', newId('safe'));
  });

  async function byHand(scope: FreezeScope): Promise<string> {
    const by = { actor: 'per_x', reason: 'odd' };
    return (await database.transaction((tx) => freezer.freezeByHand(tx, scope, by))).id;
  }

  /** Proposed by one and approved by another, each with their signature. */
  async function lift(...ids: readonly string[]): Promise<void> {
    await governance.change('unfreeze', newId('ufr'), { freezes: ids, reason: 'All is well' });
  }

  const required = (safeId: SafeId) => database.transaction((tx) => freezes.require(tx, safeId));

  it('lets a Safe go on only when every freeze of it is lifted', async () => {
    const ids = [await byHand(safe), await byHand(safe)];
    await expect(required(safe)).rejects.toMatchObject({ code: 'SAFE_FROZEN' });
    await lift(ids[0] ?? '');
    await expect(required(safe)).rejects.toMatchObject({ code: 'SAFE_FROZEN' });
    expect(await freezes.frozen(safe)).toMatchObject({ id: ids[1], standing: 1 });
    await lift(ids[1] ?? '');
    await expect(required(safe)).resolves.toBeUndefined();
    expect(await freezes.frozen(safe)).toBeNull();
  });

  it('freezes again on a finding that comes after everything was lifted', async () => {
    const finding = { code: 'SIG_MISMATCH' as const, safeId: safe, transferId: null, detail: {} };
    const find = () =>
      database.transaction((tx) => freezer.freeze(tx, finding, { actor: 'system', reason: 'another hash' }));
    await find();
    await lift((await freezes.frozen(safe))?.id ?? '');
    expect(await freezes.frozen(safe)).toBeNull();
    await find();
    expect(await freezes.frozen(safe)).toMatchObject({ code: 'SIG_MISMATCH', standing: 1 });
  });

  it('lists what is lifted as history, and leaves it out of what stands', async () => {
    const [first, second] = [await byHand(safe), await byHand(safe)];
    await lift(first);
    const list = async (standing: boolean) => {
      const found = await freezes.list({ safeId: safe, standing, limit: 10 });
      return found.map((each) => [each.id, each.standing]);
    };
    expect(await list(false)).toEqual([
      [second, true],
      [first, false],
    ]);
    expect(await list(true)).toEqual([[second, true]]);
  });

  it('names who lifted it, by which change, and who made it', async () => {
    const [first, second] = [await byHand(safe), await byHand(safe)];
    const proposed = await governance.propose('unfreeze', newId('ufr'), { freezes: [first], reason: 'Well' });
    const list = () => freezes.list({ safeId: safe, standing: false, limit: 10 });
    expect((await list()).map(({ lift }) => lift)).toEqual([null, null]);
    const approving = governance.governors[1];
    if (approving) await governance.answer(proposed, approving, 'approve');
    // Lifting it once more, by another change, does not make it lifted later.
    await lift(first);
    const [proposer, approver] = governance.governors;
    expect(await list()).toMatchObject([
      { id: second, standing: true, lift: null, actorName: null, finding: null },
      {
        ...{ id: first, standing: false },
        lift: {
          change: proposed.id,
          proposer: { id: proposer?.id, name: 'Governor 1' },
          approvers: [{ id: approver?.id, name: 'Governor 2' }],
        },
      },
    ]);
  });

  it('names the person who froze, and the finding', async () => {
    const actor = governance.governors[0]?.id ?? '';
    const finding = { code: 'SIG_MISMATCH' as const, safeId: safe, transferId: null, detail: {} };
    await database.transaction((tx) => freezer.freeze(tx, finding, { actor, reason: 'another hash' }));
    const [shown] = await freezes.list({ safeId: safe, standing: true, limit: 1 });
    expect(shown).toMatchObject({ actor, actorName: 'Governor 1', code: 'SIG_MISMATCH' });
    expect(shown?.finding).toMatch(/^fnd_/);
  });

  it('stands while the change that would lift it is only proposed', async () => {
    const id = await byHand(safe);
    await governance.propose('unfreeze', newId('ufr'), { freezes: [id], reason: 'All is well' });
    await expect(required(safe)).rejects.toMatchObject({ code: 'SAFE_FROZEN' });
  });

  // Last: it stops what the others use.
  it('stops every Safe by a freeze of all, until that is lifted', async () => {
    const other = parseId('safe', newId('safe'));
    const id = await byHand('all');
    expect(await freezes.frozenEach([safe, other])).toMatchObject([{ id }, { id }]);
    await expect(required(other)).rejects.toMatchObject({ code: 'SAFE_FROZEN' });
    await lift(id);
    expect(await freezes.frozenEach([safe, other])).toEqual([null, null]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { loadConfig } from '../config/config.js';
import { addressFromHex } from '../domain/values/address.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { FindingsRepository } from '../safes/findings.repository.js';
import { FreezeTurnsRepository } from '../safes/freeze-turns.repository.js';
import { FreezesRepository } from '../safes/freezes.repository.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { RelayerAlerts } from './relayer-alerts.js';

const address = addressFromHex(`0x${'1a'.repeat(20)}`);

let fresh: FreshDatabase;
let database: Database;
let safeId: SafeId;
/** Whether the key has enough, as the regular check finds it. */
let hasFunds: boolean;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = new Database(config());
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await fresh.drop();
});

beforeEach(() => {
  safeId = parseId('safe', newId('safe'));
  hasFunds = true;
});

function config() {
  return loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'x'.repeat(32),
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
}

/** One replica's, and its regular check. */
function replica(): { alerts: RelayerAlerts; regularly: () => Promise<void> } {
  const findings = new FindingsRepository(database);
  const audit = new AuditLog(new AuditLogRepository(database), new LogKey(config()));
  const freezer = new SafeFreezer(
    ...([database, new FreezesRepository(database), new FreezeTurnsRepository(), findings, audit] as const),
  );
  let regularly: () => Promise<void> = () => Promise.resolve();
  const alerts = new RelayerAlerts(
    database,
    { regularly: (act: () => Promise<void>) => (regularly = act) } as never,
    { list: () => Promise.resolve([{ id: safeId, address }]) } as never,
    { addressOf: () => address } as never,
    { block: () => Promise.resolve({}), hasFunds: () => Promise.resolve(hasFunds) } as never,
    findings,
    freezer,
  );
  alerts.onModuleInit();
  return { alerts, regularly: () => regularly() };
}

const found = async () =>
  (await new FindingsRepository(database).list({ of: [safeId], limit: 200 })).map(({ code }) => code);
const frozen = () => new FreezesRepository(database).of(safeId, database.read);
const ago = (seconds: number) =>
  database.read
    .$executeRaw`UPDATE finding SET created_at = now() - ${seconds}::int * interval '1 second' WHERE safe_id = ${safeId}`;

describe(RelayerAlerts.name, () => {
  it('tells of too little coin once, however often and wherever it is found, and freezes nothing', async () => {
    const [one, other] = [replica(), replica()];
    const concerned = { safeId, transferId: parseId('tr', newId('tr')), address };
    hasFunds = false;
    await Promise.all([
      one.regularly(),
      other.regularly(),
      one.alerts.tell('RELAYER_FUNDS', concerned, false),
    ]);
    await one.regularly();
    expect(await found()).toEqual(['RELAYER_FUNDS']);
    expect(await frozen()).toEqual([]);
  });

  it('tells again after a day, and after it was fine in between', async () => {
    const { regularly } = replica();
    hasFunds = false;
    await regularly();
    await ago(3_600);
    await regularly();
    expect(await found()).toHaveLength(1);
    await ago(86_400);
    await regularly();
    expect(await found()).toHaveLength(2);
    await ago(3_600);
    hasFunds = true;
    await regularly();
    hasFunds = false;
    await regularly();
    await regularly();
    expect(await found()).toHaveLength(3);
  });

  it('tells of the fee cap besides', async () => {
    const { alerts } = replica();
    const concerned = { safeId, transferId: null, address };
    await alerts.tell('RELAYER_FUNDS', concerned, false);
    await alerts.tell('RELAYER_FEE_CAP', concerned, false);
    await alerts.tell('RELAYER_FEE_CAP', concerned, false);
    expect((await found()).sort()).toEqual(['RELAYER_FEE_CAP', 'RELAYER_FUNDS']);
  });
});

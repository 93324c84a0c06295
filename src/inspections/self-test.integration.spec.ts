import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { type Config, loadConfig } from '../config/config.js';
import type { DecisionPath } from '../domain/self-test/run-self-test.js';
import { CADENCE } from '../infra/cadence/cadence.js';
import { Database } from '../infra/database/database.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { LIVE_PATH, SelfTest } from './self-test.js';

let fresh: FreshDatabase;
let config: Config;
let database: Database;

const PERMISSIVE: DecisionPath = {
  ...LIVE_PATH,
  inspect: () =>
    Promise.resolve({
      verdict: 'ACCEPT',
      code: null,
      reason: '',
      digests: { domainHash: null, messageHash: null, eip712Digest: null, calldataDigest: null },
      notChecked: [],
      fields: null,
      wouldDo: [],
      remarks: [],
    }),
};

function selfTest(path: DecisionPath): SelfTest {
  const test = new SelfTest(
    path,
    database,
    new AuditLog(new AuditLogRepository(database), new LogKey(config)),
    CADENCE,
  );
  // The failure is meant; the alert in the log is not for whoever runs the tests.
  Object.assign(test, { log: { error: () => undefined } });
  return test;
}

async function logged(): Promise<readonly { type: string; detail: string }[]> {
  return database.read.auditStaged.findMany({ orderBy: { id: 'asc' }, select: { type: true, detail: true } });
}

beforeAll(async () => {
  fresh = await freshDatabase();
  config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  database = new Database(config);
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await fresh.drop();
});

describe(SelfTest.name, () => {
  it('invariant 21: lets nothing out before it has run', () => {
    expect(() => {
      selfTest(LIVE_PATH).require();
    }).toThrow(expect.objectContaining({ code: 'SELF_TEST_FAILED' }));
  });

  it('invariant 21: runs at start, and leaves its mark in the log', async () => {
    const test = selfTest(LIVE_PATH);
    await test.onApplicationBootstrap();
    test.beforeApplicationShutdown();
    expect(() => {
      test.require();
    }).not.toThrow();
    expect((await logged()).at(-1)?.type).toBe('self-test.passed');
  });

  it('invariant 21: stops everything, with an entry, when an attack passes', async () => {
    const test = selfTest(LIVE_PATH);
    await test.run();
    Object.assign(test, { path: PERMISSIVE });
    await test.run();
    expect(() => {
      test.require();
    }).toThrow(/Bybit/);
    const last = (await logged()).at(-1);
    expect(last?.type).toBe('self-test.failed');
    expect(last?.detail).toContain('OP_DELEGATECALL');
  });

  it('invariant 21: goes on once a later test passes', async () => {
    const test = selfTest(PERMISSIVE);
    await test.run();
    Object.assign(test, { path: LIVE_PATH });
    await test.run();
    expect(() => {
      test.require();
    }).not.toThrow();
  });

  it('invariant 6: a pass that cannot be written down is none', async () => {
    const broken = new AuditLog(
      { stage: () => Promise.reject(new Error('the disk is full')) } as never,
      new LogKey(config),
    );
    const test = new SelfTest(LIVE_PATH, database, broken, CADENCE);
    Object.assign(test, { log: { error: () => undefined } });
    await test.run();
    expect(() => {
      test.require();
    }).toThrow(/the disk is full/);
  });
});

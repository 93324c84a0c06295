import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { until } from '../../test/e2e/until.js';
import { Governance } from '../../test/governance.js';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { PromptLimit } from './prompted-clearances.js';
import { RevisionsRepository } from '../transfers/revisions.repository.js';

describe(PromptLimit.name, () => {
  let database: Database;
  let revisions: RevisionsRepository;
  let limit: PromptLimit;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    const governance = await Governance.found(fresh.url);
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
    revisions = new RevisionsRepository(database);
    const policies = new PoliciesRepository(
      new Register(config, database, new GovernanceActsRepository(database), new Readiness()),
    );
    limit = new PromptLimit(database, revisions, policies, new ReservationsRepository());
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  const of = (requesterId: PersonId) => ({ intent: { requesterId } }) as unknown as Transfer;

  async function storedTransfer(requesterId: PersonId): Promise<string> {
    const id = newId('tr');
    const moment = new Date();
    const named = { id, safeId: 'safe', requesterId, state: 'simulating', revision: 0, intentHash: id };
    const signed = { intent: {}, evidence: {}, intentSignature: '0x', signerKeyId: '0x' };
    const times = { createdAt: moment, updatedAt: moment, expiresAt: moment };
    await database.read.transfer.create({ data: { ...named, ...signed, ...times } });
    return id;
  }

  async function isSomebodyWaiting(): Promise<boolean> {
    const rows = await database.read.$queryRaw<{ waiting: bigint }[]>`
      SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return rows.some(({ waiting }) => waiting > 0n);
  }

  it('clearances of one requester are made one after another: the second counts the first', async () => {
    const requesterId = parseId('per', newId('per'));
    const transferId = await storedTransfer(requesterId);
    const [locked, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const first = database.transaction(async (tx) => {
      await limit.lock(tx, of(requesterId));
      locked.resolve(undefined);
      await goOn.promise;
      await tx.revision.create({ data: { transferId, revision: 1, requesterId, clearedAt: new Date() } });
    });
    await locked.promise;
    const second = database.transaction(async (tx) => {
      await limit.lock(tx, of(requesterId));
      return revisions.prompts(requesterId, unixSeconds(0), tx);
    });
    await until('the second to wait', isSomebodyWaiting);
    goOn.resolve(undefined);
    await first;
    expect(await second).toHaveLength(1);
  });

  it('clearances of different requesters do not wait for each other', async () => {
    const goOn = Promise.withResolvers<undefined>();
    const locked = Promise.withResolvers<undefined>();
    const first = database.transaction(async (tx) => {
      await limit.lock(tx, of(parseId('per', newId('per'))));
      locked.resolve(undefined);
      await goOn.promise;
    });
    await locked.promise;
    await database.transaction((tx) => limit.lock(tx, of(parseId('per', newId('per')))));
    goOn.resolve(undefined);
    await first;
  });
});

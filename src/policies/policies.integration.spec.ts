import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aPolicyDocument } from '../../test/builders/policy.js';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { policyHash } from '../domain/policies/policy.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyDetail, PolicyPage } from './policies.contract.js';
import { PoliciesRepository } from './policies.repository.js';

describe(PoliciesRepository.name, () => {
  let database: Database;
  let policies: PoliciesRepository;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    database = new Database(
      loadConfig({
        DATABASE_URL: fresh.url,
        RPC_URLS: 'http://127.0.0.1:1,http://127.0.0.1:2',
        CHAIN_ID: '1',
        RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
        SESSION_SECRET: 'x'.repeat(32),
        PUBLIC_ORIGIN: 'http://localhost:3000',
      }),
    );
    policies = new PoliciesRepository(database);
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  beforeEach(async () => {
    await database.read.policy.deleteMany();
    await insert(1, 1_000);
    await insert(2, 2_000);
  });

  async function insert(version: number, activeFrom: number): Promise<void> {
    const document = aPolicyDocument({ name: `Version ${String(version)}` });
    await policies.insert(database.read, { version, activeFrom: unixSeconds(activeFrom), document });
  }

  it.each([
    { now: 1_000, version: 1 },
    { now: 1_999, version: 1 },
    { now: 2_000, version: 2 },
    { now: 9_000, version: 2 },
  ])('has version $version in force at $now', async ({ now, version }) => {
    const policy = await policies.active(unixSeconds(now));
    const document = aPolicyDocument({ name: `Version ${String(version)}` });
    expect(policy).toMatchObject({ version, document, hash: policyHash(document) });
  });

  it('invariant 6: refuses while no policy is in force', async () => {
    await expect(policies.active(unixSeconds(999))).rejects.toMatchObject({ code: 'POLICY_UNAVAILABLE' });
  });

  it.each([
    { name: 'a limit was raised', path: '{rules,2,max}', value: '"2000000"' },
    { name: 'a key was added', path: '{note}', value: '"x"' },
    { name: 'it is no longer a policy document', path: '{rules}', value: 'null' },
  ])(
    'invariant 6: refuses a stored policy in which $name, and does not fall back',
    async ({ path, value }) => {
      await database.read.$executeRaw`
      UPDATE policy SET document = jsonb_set(document, ${path}::text[], ${value}::jsonb) WHERE version = 2`;
      await expect(policies.active(unixSeconds(9_000))).rejects.toMatchObject({ code: 'POLICY_UNAVAILABLE' });
      await expect(policies.find(2)).rejects.toMatchObject({ code: 'POLICY_UNAVAILABLE' });
      expect((await policies.active(unixSeconds(1_500))).version).toBe(1);
    },
  );

  it('does not take a version twice', async () => {
    await expect(insert(2, 3_000)).rejects.toThrow();
  });

  describe(PoliciesController.name, () => {
    it('lists newest first, page by page', async () => {
      const controller = new PoliciesController(policies, database);
      const first = PolicyPage.parse(await controller.list({ limit: 1 }));
      expect(first).toMatchObject({ data: [{ version: 2, name: 'Version 2' }], nextCursor: '2' });
      const second = PolicyPage.parse(await controller.list({ limit: 1, cursor: 2 }));
      expect(second).toMatchObject({ data: [{ version: 1 }], nextCursor: null });
    });

    it('shows the policy in force, and any version', async () => {
      const controller = new PoliciesController(policies, database);
      expect(PolicyDetail.parse(await controller.current()).version).toBe(2);
      const shown = PolicyDetail.parse(await controller.find({ version: 1 }));
      expect(shown).toMatchObject({ version: 1, activeFrom: '1970-01-01T00:16:40Z' });
      expect(policyHash(shown.document)).toBe(shown.hash);
      await expect(controller.find({ version: 3 })).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { aPolicyDocument } from '../../test/builders/policy.js';
import { Governance } from '../../test/governance.js';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { policyHash } from '../domain/policies/policy.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyDetail, PolicyPage } from './policies.contract.js';
import { PoliciesRepository } from './policies.repository.js';

const documentOf = (version: number) => aPolicyDocument({ name: `Version ${String(version)}` });

describe(PoliciesRepository.name, () => {
  let database: Database;
  let policies: PoliciesRepository;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    const governance = await Governance.found(fresh.url, { policy: documentOf(1) });
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
    policies = new PoliciesRepository(register);
    await governance.change('policy', 'policy', documentOf(2));
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  it('has the latest version in force, and none before the founding', async () => {
    const now = await database.now();
    const document = documentOf(2);
    expect(await policies.active(now)).toMatchObject({ version: 2, document, hash: policyHash(document) });
    await expect(policies.active(unixSeconds(999))).rejects.toMatchObject({ code: 'POLICY_UNAVAILABLE' });
  });

  it('finds a version by its hash', async () => {
    expect(await policies.findByHash(policyHash(documentOf(1)))).toMatchObject({ version: 1 });
    expect(await policies.findByHash(policyHash(documentOf(3)))).toBeUndefined();
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
      expect(policyHash(shown.document)).toBe(shown.hash);
      await expect(controller.find({ version: 3 })).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    });
  });
});

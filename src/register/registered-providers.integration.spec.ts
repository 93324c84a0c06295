import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { Governance } from '../../test/governance.js';
import { logSettings } from '../../test/log-world.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { DatabaseModule } from '../infra/database/database.module.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from './governance-acts.repository.js';
import { Register } from './register.js';
import { RegisteredProviders } from './registered-providers.js';

let database: FreshDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop({ areActsMadeUp: true }));

async function rosterOf(governance: Governance, settings: Readonly<Record<string, string>> = {}) {
  const config = loadConfig({
    ...logSettings(database.url),
    ...settings,
    FOUNDING_DIGEST: governance.digest,
  });
  return Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule],
    providers: [Readiness, GovernanceActsRepository, Register, RegisteredProviders],
  }).compile();
}

describe(RegisteredProviders.name, () => {
  it('invariant 27: one that was taken out is asked no more from then on', async () => {
    const governance = await Governance.found(database.url);
    const added = { name: 'rpc-3', operator: 'third.example', kind: 'own-node' };
    await governance.change('provider', 'rpc-3', added);
    const RPC_URLS = 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2,rpc-3=http://127.0.0.1:3';
    const app = await rosterOf(governance, { RPC_URLS });
    await app.init();
    const names = async () => (await app.get(RegisteredProviders).inForce()).map(({ name }) => name);
    expect(await names()).toEqual(['rpc-1', 'rpc-2', 'rpc-3']);
    await governance.change('provider', 'rpc-2', null);
    expect(await names()).toEqual(['rpc-1', 'rpc-3']);
    await app.close();
  });

  it('invariant 26: a register that names none starts no gateway', async () => {
    const app = await rosterOf(await Governance.found(database.url, { providers: [] }));
    await expect(app.init()).rejects.toThrow(/^The register names no RPC provider/);
    await app.close();
  });

  it('invariant 26: nor does one that names a provider without a URL', async () => {
    const RPC_URLS = 'rpc-1=http://127.0.0.1:1,rpc-7=http://127.0.0.1:2';
    const app = await rosterOf(await Governance.found(database.url), { RPC_URLS });
    await expect(app.init()).rejects.toThrow('RPC_URLS has no URL of the RPC provider rpc-2.');
    await app.close();
  });
});

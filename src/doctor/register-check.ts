import type { Config } from '../config/config.js';
import { providersIn } from '../domain/register/unfit.js';
import { setupFault } from '../infra/chain/roster/provider-setup.js';
import type { Database } from '../infra/database/database.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { type Finding, fail, lookedAt, ok } from './finding.js';

/** Whether the signed acts verify from FOUNDING_DIGEST on, and the settings have every provider that they name. */
export function registerFindings(config: Config, database: Database): Promise<readonly Finding[]> {
  const todo =
    'Compare FOUNDING_DIGEST with what the founders printed; if it is right, do not start (docs/runbook.md).';
  return lookedAt('register', todo, async () => {
    const register = new Register(config, database, new GovernanceActsRepository(database), new Readiness());
    const current = await register.current();
    const { chainId } = current.ledger.installation;
    const inForce = providersIn(current.ledger);
    const fault = await setupFault({ chainId, inForce, endpoints: config.rpcProviders });
    if (fault !== undefined) return [fail('register', fault, 'Set RPC_URLS to the governed providers.')];
    return [ok('register', `Its ${String(current.ledger.size)} acts verify, and all its providers are set.`)];
  });
}

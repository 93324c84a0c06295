import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEther, parseUnits, type Address } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { openClient } from '../src/infra/database/connections.js';
import { startAnvil } from '../src/sandbox/anvil.js';
import { fund } from '../src/sandbox/funding.js';
import { accountIndex, mnemonicAccount } from '../src/sandbox/mnemonic.js';
import { startRpcProxy, type RpcProxy } from '../src/sandbox/rpc-proxy.js';
import { createSafe, deploySafeContracts } from '../src/sandbox/safe-contracts.js';
import { sandboxClient, type SandboxClient } from '../src/sandbox/sandbox-client.js';
import { deployToken, type SandboxToken } from '../src/sandbox/token.js';

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

async function administer(sql: string): Promise<URL> {
  const url = process.env['SLUICE_TEST_DATABASE'];
  if (url === undefined)
    throw new Error('SLUICE_TEST_DATABASE is set by test/global-setup.ts, which has not run.');
  const client = await openClient(url);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
  return new URL(url);
}

async function databaseFrom(template: string): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await administer(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  url.pathname = name;
  return {
    url: url.href,
    drop: async () => {
      await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

/** Of the suite's own, with all migrations and the job engine's schema. */
export function freshDatabase(): Promise<FreshDatabase> {
  return databaseFrom('template_sluice');
}

/** Of the suite's own, without a single table. */
export function emptyDatabase(): Promise<FreshDatabase> {
  return databaseFrom('template1');
}

export interface FreshChain {
  /** Two endpoints of one node; the second is `proxy`. */
  rpcUrls: [string, string];
  proxy: RpcProxy;
  /** Three of the five owners, with 1,000 ETH and 10,000,000 sUSD. */
  safe: Address;
  threshold: number;
  token: SandboxToken;
  owners: HDAccount[];
  relayer: HDAccount;
  deployer: HDAccount;
  /** Sends as the deployer. */
  client: SandboxClient;
  mine(blocks: number): Promise<void>;
  stop(): Promise<void>;
}

/** A chain of the suite's own: a block per transaction and no other, so that nothing moves by itself. */
export async function freshChain(options: { blockTime?: number } = {}): Promise<FreshChain> {
  const anvil = await startAnvil({ ...options, pidFile: join(tmpdir(), `sluice-anvil-${randomUUID()}.pid`) });
  const proxy = await startRpcProxy({ upstream: anvil.url });
  const stop = async (): Promise<void> => {
    await proxy.stop();
    await anvil.stop();
  };
  try {
    const [deployer, relayer] = [
      mnemonicAccount(accountIndex.deployer),
      mnemonicAccount(accountIndex.relayer),
    ];
    const owners = accountIndex.owners.map(mnemonicAccount);
    const client = sandboxClient(anvil.url, deployer);
    await deploySafeContracts(client);
    const threshold = 3;
    const safe = await createSafe(client, {
      owners: owners.map(({ address }) => address),
      threshold,
      saltNonce: 0n,
    });
    await fund(client, safe, parseEther('1000'));
    const token = await deployToken(client, { holder: safe, supply: parseUnits('10000000', 6) });
    const rpcUrls: [string, string] = [anvil.url, proxy.url];
    const mine = (blocks: number): Promise<void> => client.mine({ blocks });
    return { rpcUrls, proxy, safe, threshold, token, owners, relayer, deployer, client, mine, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEther, parseUnits, type Address } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { openClient } from '../src/infra/database/connections.js';
import { startAnvil } from '../sandbox/anvil.js';
import { fund } from '../sandbox/funding.js';
import { accountIndex, mnemonicAccount } from '../sandbox/mnemonic.js';
import { startRpcProxy, type RpcProxy } from '../sandbox/rpc-proxy.js';
import { createSafe, deploySafeContracts } from '../sandbox/safe-contracts.js';
import { sandboxClient, type SandboxClient } from '../sandbox/sandbox-client.js';
import { deployToken, type SandboxToken } from '../sandbox/token.js';
import { requireKnownForms } from './log-forms.js';

export interface FreshDatabase {
  url: string;
  /** Looks at its log first: whatever was written there has the form of its type, unless the acts are made up. */
  drop(options?: { readonly areActsMadeUp: boolean }): Promise<void>;
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

/** A copy of a database to which nobody is connected. */
export async function databaseFrom(template: string): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await administer(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  url.pathname = name;
  let isDropped = false;
  return {
    url: url.href,
    drop: async ({ areActsMadeUp } = { areActsMadeUp: false }) => {
      try {
        if (!areActsMadeUp && !isDropped) await requireSoundLog(url.href);
      } finally {
        isDropped = true;
        await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }
    },
  };
}

async function requireSoundLog(url: string): Promise<void> {
  const client = await openClient(url);
  try {
    await requireKnownForms(client);
  } finally {
    await client.end();
  }
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

/** How many Safes the template of a chain has, made in the same way as `createSafe` makes them. */
export const SAFES_MAX = 26;

const THRESHOLD = 3;

/** Writes the chain that each `freshChain` begins with: Safe's contracts, the token and Safes with coin. */
export async function writeChainTemplate(dumpFile: string): Promise<void> {
  const anvil = await startAnvil({ dumpFile, pidFile: `${dumpFile}.pid` });
  try {
    const client = sandboxClient(anvil.url);
    await deploySafeContracts(client);
    for (let index = 0; index < SAFES_MAX; index += 1)
      await fund(client, await safeNumber(client, index), parseEther('1000'));
    await tokenOf(client);
  } finally {
    await anvil.stop();
  }
}

/**
 * The Safe of that number, which is on every fresh chain already if the number is below `SAFES_MAX`. Tests that make
 * their own take small salts.
 */
export function safeNumber(client: SandboxClient, index: number): Promise<Address> {
  const owners = accountIndex.owners.map((each) => mnemonicAccount(each).address);
  return createSafe(client, { owners, threshold: THRESHOLD, saltNonce: BigInt(1000 + index) });
}

async function tokenOf(client: SandboxClient): Promise<SandboxToken> {
  return deployToken(client, { holder: await safeNumber(client, 0), supply: parseUnits('10000000', 6) });
}

/** A chain of the suite's own: a block per transaction and no other, so that nothing moves by itself. */
export async function freshChain(options: { blockTime?: number } = {}): Promise<FreshChain> {
  const loadFile = process.env['SLUICE_TEST_CHAIN'];
  if (loadFile === undefined) throw new Error('SLUICE_TEST_CHAIN is set by test/global-setup.ts');
  const pidFile = join(tmpdir(), `sluice-anvil-${randomUUID()}.pid`);
  const anvil = await startAnvil({ ...options, loadFile, pidFile });
  const proxy = await startRpcProxy({ upstream: anvil.url });
  const stop = async (): Promise<void> => {
    await proxy.stop();
    await anvil.stop();
  };
  try {
    const deployer = mnemonicAccount(accountIndex.deployer);
    const client = sandboxClient(anvil.url, deployer);
    const mine = (blocks: number): Promise<void> => client.mine({ blocks });
    // The template's newest block is as old as the template.
    await mine(1);
    return {
      rpcUrls: [anvil.url, proxy.url],
      proxy,
      safe: await safeNumber(client, 0),
      threshold: THRESHOLD,
      token: await tokenOf(client),
      owners: accountIndex.owners.map(mnemonicAccount),
      relayer: mnemonicAccount(accountIndex.relayer),
      deployer,
      client,
      mine,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

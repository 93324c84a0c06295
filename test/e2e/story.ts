import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import { type Hex, bytesToHex, parseEther } from 'viem';
import { LOG_SETTINGS } from '../log-settings.js';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config/config.js';
import { type Address, parseAddress } from '../../src/domain/values/address.js';
import { Cadence } from '../../src/infra/cadence/cadence.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { sandboxChainId } from '../../src/sandbox/anvil.js';
import { type Founding, sandboxFounding } from '../../src/sandbox/founding.js';
import { foundSandbox } from '../../src/sandbox/found-sandbox.js';
import { fund } from '../../src/sandbox/funding.js';
import type { GatewayEnvironment } from '../../src/sandbox/gateway.js';
import { accountIndex, mnemonicAccount } from '../../src/sandbox/mnemonic.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from '../../src/sandbox/people.js';
import { PersonClient } from '../../src/sandbox/person-client.js';
import { claimPort } from '../../src/sandbox/ports.js';
import { createSafe } from '../../src/sandbox/safe-contracts.js';
import { type FreshChain, type FreshDatabase, freshChain, freshDatabase } from '../world.js';
import { StorySteps } from './story-steps.js';

export interface StoryOptions {
  /** How many Safes, of which the first holds the tokens. */
  readonly safes?: number;
  /** Changes the sandbox's founding document before Sluice is set up from it. */
  readonly founding?: (document: Founding, chain: FreshChain) => Founding | Promise<Founding>;
  /** Further settings of the gateway, which people come to by this origin. */
  readonly settings?: (origin: string) => Promise<GatewayEnvironment>;
  /** Starts the gateway; a Nest application in this process when left out. */
  readonly gateway?: (environment: GatewayEnvironment) => Promise<{ stop(): Promise<void> }>;
}

/** The parts under a story, before anyone is signed in. */
interface Ground {
  readonly chain: FreshChain;
  readonly database: FreshDatabase;
  readonly environment: GatewayEnvironment;
  readonly founding: Founding;
}

const HOT_WALLET_INDEX = 30;

/** Sluice whole, on a database and a chain of the file's own, with every demo person signed in. */
export async function openStory(options: StoryOptions = {}): Promise<StorySteps> {
  const { chain, database, environment, founding } = await groundFor(options);
  const gateway = await (options.gateway ?? startInProcess)(environment);
  const origin = environment['PUBLIC_ORIGIN'] ?? '';
  const clients = new Map(
    DEMO_PEOPLE.map((person) => [
      person.name,
      new PersonClient(origin, person.name, { account: confirmationKey(person), owner: ownerKey(person) }),
    ]),
  );
  for (const client of clients.values()) await client.signIn(sandboxChainId);
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  const close = async (): Promise<void> => {
    chain.proxy.mode = 'pass';
    chain.proxy.tamper = undefined;
    await gateway.stop();
    await pool.end();
    await database.drop();
    await chain.stop();
  };
  return new StorySteps({ chain, environment, founding, origin, clients, pool, close });
}

async function groundFor(options: StoryOptions): Promise<Ground> {
  const { safes = 1, founding: change = (same: Founding): Founding => same } = options;
  const [chain, database, port] = await Promise.all([
    freshChain(),
    freshDatabase(),
    claimPort(undefined, 'the API'),
  ]);
  const own = environmentOf(chain, database, port);
  const environment = { ...own, ...(await options.settings?.(own['PUBLIC_ORIGIN'] ?? '')) };
  const founding = await change(
    sandboxFounding({
      safes: await safesOn(chain, safes),
      token: chain.token,
      hotWallet: mnemonicAccount(HOT_WALLET_INDEX).address,
      now: new Date(),
    }),
    chain,
  );
  const digest = await foundSandbox(loadConfig(environment), founding);
  return { chain, database, environment: { ...environment, FOUNDING_DIGEST: digest }, founding };
}

async function safesOn(chain: FreshChain, count: number): Promise<{ label: string; address: Address }[]> {
  const safes = [{ label: 'Cold 1', address: parseAddress(chain.safe) }];
  const owners = chain.owners.map(({ address }) => address);
  for (let index = 1; index < count; index += 1) {
    const { threshold, client } = chain;
    const address = await createSafe(client, { owners, threshold, saltNonce: BigInt(index) });
    await fund(client, address, parseEther('1000'));
    safes.push({ label: `Cold ${String(index + 1)}`, address: parseAddress(address) });
  }
  return safes;
}

function environmentOf(chain: FreshChain, database: FreshDatabase, port: number): GatewayEnvironment {
  return {
    DATABASE_URL: database.url,
    RPC_URLS: chain.rpcUrls.join(','),
    CHAIN_ID: String(sandboxChainId),
    RELAYER_PRIVATE_KEY: relayerKey(),
    // Not known before the founding; what reads the register gets the real one.
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_ORIGIN: `http://localhost:${String(port)}`,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

function relayerKey(): Hex {
  const key = mnemonicAccount(accountIndex.relayer).getHdKey().privateKey;
  if (!key) throw new Error('the relayer has no key');
  return bytesToHex(key);
}

/**
 * What a story waits for takes a tenth of the time. Looks that cost more than they spare are as in the product, and a
 * story asks for one when it is due.
 */
const CADENCE = new Cadence({
  ...{
    recheckBusy: 100,
    simulateAgain: 300,
    relayAgain: 500,
    relayUnlogged: 100,
    submitAgain: 300,
    watch: 150,
  },
  // Nobody dies in this process; and it would order anew what a story has put off.
  regularly: 3_600_000,
});

/** As src/main.ts starts it, but in this process. */
export async function startInProcess(environment: GatewayEnvironment): Promise<{ stop(): Promise<void> }> {
  const config = loadConfig(environment);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config, CADENCE),
    applicationOptions(false),
  );
  configureApplication(app, config);
  await app.listen(config.port, config.host);
  return { stop: () => app.close() };
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Address, bytesToHex, parseUnits } from 'viem';
import { AppModule } from '../src/app.module.js';
import { loadConfig } from '../src/config/config.js';
import { Cadence } from '../src/infra/cadence/cadence.js';
import { applyMigrations } from '../src/infra/database/migrate.js';
import { newId } from '../src/infra/database/new-id.js';
import { applicationOptions, configureApplication } from '../src/infra/http/application.js';
import { sandboxChainId, startAnvil } from '../sandbox/anvil.js';
import { foundSandbox } from '../sandbox/found-sandbox.js';
import { type Founding, sandboxFounding } from '../sandbox/founding.js';
import type { GatewayEnvironment } from '../sandbox/gateway.js';
import { accountIndex, mnemonicAccount } from '../sandbox/mnemonic.js';
import { BLOCKS_TO_FINALITY } from '../sandbox/miner.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from '../sandbox/people.js';
import { PersonClient } from '../sandbox/person-client.js';
import { claimPort } from '../sandbox/ports.js';
import { type Postgres, removePostgres, startPostgres } from '../sandbox/postgres.js';
import { startRpcProxy } from '../sandbox/rpc-proxy.js';
import { rpcUrls } from '../sandbox/rpc-urls.js';
import { createSafe, deploySafeContracts } from '../sandbox/safe-contracts.js';
import { type SandboxClient, sandboxClient } from '../sandbox/sandbox-client.js';
import { deployToken } from '../sandbox/token.js';

const SAFES = 5;
const ASSETS = 10;
/** As many as fit into a founding document. */
const DESTINATIONS = 150;
const REQUESTERS = 50;

const FIRST_REQUESTER = 1_000;
const HOUR_MS = 3_600_000;

/** Nothing that repeats by itself: what is measured is what is asked. */
const STILL = new Cadence({
  ...{ recheck: HOUR_MS, recheckBusy: HOUR_MS, simulateAgain: HOUR_MS, simulateLater: HOUR_MS },
  ...{ relayAgain: HOUR_MS, submitAgain: HOUR_MS, lookAgain: HOUR_MS, cancelAgain: HOUR_MS },
  ...{ watch: HOUR_MS, regularly: 24 * HOUR_MS, hourlyDue: 24 * HOUR_MS },
});

/** One Sluice on its own database. */
export interface Started {
  readonly app: NestExpressApplication;
}

/** The same with a person who confirms signed in. */
export interface Listed extends Started {
  readonly origin: string;
  readonly approver: PersonClient;
}

/** Two of the same founding: one to be filled, one that stays empty. */
export interface ListsWorld {
  readonly founding: Founding;
  readonly filled: Listed;
  readonly empty: Started;
  stop(): Promise<void>;
}

export async function openListsWorld(): Promise<ListsWorld> {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'sluice-postgres-')), 'data');
  const postgres = await startPostgres({ dataFolder });
  await postgres.createDatabase('filled');
  await applyMigrations(postgres.url('filled'));
  const anvil = await startAnvil({});
  const proxy = await startRpcProxy({ upstream: anvil.url });
  const chain = sandboxClient(anvil.url, mnemonicAccount(accountIndex.deployer));
  const rpc = rpcUrls([anvil.url, proxy.url]);
  const founding = await foundingOn(chain);
  await chain.mine({ blocks: BLOCKS_TO_FINALITY });
  const environment = await environmentOf(postgres, 'filled', rpc);
  const digest = await foundSandbox(loadConfig(environment), founding);
  await postgres.createDatabase('empty', 'filled');
  // The copy continues the same log.
  const other = {
    ...(await environmentOf(postgres, 'empty', rpc)),
    LOG_SIGNING_KEY: environment['LOG_SIGNING_KEY'] ?? '',
  };
  const empty = await startOn({ ...other, FOUNDING_DIGEST: digest });
  // Passport is one for the process: people can sign in to the application that was started last.
  const filled = await listedOn({ ...environment, FOUNDING_DIGEST: digest });
  const stop = async (): Promise<void> => {
    await filled.app.close();
    await empty.app.close();
    await proxy.stop();
    await anvil.stop();
    await postgres.stop();
    await removePostgres(dataFolder);
  };
  return { founding, filled, empty, stop };
}

async function environmentOf(postgres: Postgres, database: string, rpc: string): Promise<GatewayEnvironment> {
  const port = await claimPort(undefined, 'the API');
  const relayer = mnemonicAccount(accountIndex.relayer).getHdKey().privateKey;
  if (!relayer) throw new Error('the relayer has no key');
  return {
    DATABASE_URL: postgres.url(database),
    RPC_URLS: rpc,
    CHAIN_ID: String(sandboxChainId),
    RELAYER_PRIVATE_KEY: bytesToHex(relayer),
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    LOG_ORIGIN: 'bench.sluice.example/log',
    LOG_SIGNING_KEY: `0x${randomBytes(32).toString('hex')}`,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_ORIGIN: `http://localhost:${String(port)}`,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

async function startOn(environment: GatewayEnvironment): Promise<Started> {
  const config = loadConfig(environment);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config, STILL),
    applicationOptions(new ConsoleLogger({ logLevels: ['error', 'fatal'] })),
  );
  configureApplication(app, config);
  await app.listen(config.port, config.host);
  return { app };
}

async function listedOn(environment: GatewayEnvironment): Promise<Listed> {
  const { app } = await startOn(environment);
  const ada = DEMO_PEOPLE.find(({ name }) => name === 'Ada');
  if (!ada) throw new Error('nobody is called Ada');
  const { PUBLIC_ORIGIN: origin = '' } = environment;
  const keys = { account: confirmationKey(ada), owner: ownerKey(ada) };
  const approver = new PersonClient(origin, 'Ada', keys);
  await approver.signIn(sandboxChainId);
  return { app, origin, approver };
}

/** The sandbox's, with as many Safes, assets, destinations and requesters as a large exchange has. */
async function foundingOn(client: SandboxClient): Promise<Founding> {
  await deploySafeContracts(client);
  const owners = accountIndex.owners.map((each) => mnemonicAccount(each).address);
  const safes: { label: string; address: Address }[] = [];
  for (let at = 0; at < SAFES; at += 1) {
    const address = await createSafe(client, { owners, threshold: 3, saltNonce: BigInt(5_000 + at) });
    safes.push({ label: `Cold ${String(at + 1)}`, address });
  }
  const tokens = [];
  for (let at = 0; at < ASSETS - 1; at += 1) {
    const supply = parseUnits(String(10_000_000 + at), 6);
    tokens.push(await deployToken(client, { holder: owners[0] ?? '0x', supply }));
  }
  const [token, ...others] = tokens;
  if (!token) throw new Error('no token was deployed');
  const now = new Date();
  const hotWallet = mnemonicAccount(30).address;
  const founding = sandboxFounding({ safes, token, hotWallet, now });
  const assets = [
    ...founding.assets,
    ...others.map(({ address, codeHash }, at) => ({
      ...{ kind: 'erc20' as const, id: newId('ast'), symbol: `T${String(at + 1)}` },
      ...{ address, decimals: 6, codeHash },
    })),
  ];
  const [first] = founding.destinations;
  if (!first) throw new Error('the sandbox has no destination');
  const destinations = Array.from({ length: DESTINATIONS - 1 }, (_, at) => ({
    ...first,
    id: newId('dst'),
    label: `Desk ${String(at + 1)}`,
    owner: 'Desk',
    address: mnemonicAccount(2_000 + at).address,
    assetIds: first.assetIds.slice(0, 1),
  }));
  return {
    ...founding,
    people: [...founding.people, ...requesters()],
    assets,
    destinations: [first, ...destinations],
  };
}

function requesters(): Founding['people'] {
  return Array.from({ length: REQUESTERS }, (_, at) => ({
    id: newId('per'),
    name: `Operator ${String(at + 1)}`,
    roles: ['operator' as const],
    groups: [],
    keys: [
      {
        kind: 'evm' as const,
        address: mnemonicAccount(FIRST_REQUESTER + at).address,
        purpose: 'confirmation' as const,
      },
    ],
  }));
}

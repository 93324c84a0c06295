import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex, parseEther, parseUnits, type Address } from 'viem';
import { z } from 'zod';
import { LogKey } from '../src/audit-log/sequencer/log-key.js';
import { type Config, loadConfig } from '../src/config/config.js';
import { printVerifierKey } from '../src/domain/audit-log/verifier-key.js';
import { type Anvil, sandboxChainId, startAnvil } from './anvil.js';
import { DEFAULT_DELAY_SECONDS, requireDelay } from './delays.js';
import { foundSandbox } from './found-sandbox.js';
import { type Founding, sandboxFounding } from './founding.js';
import { fund } from './funding.js';
import { type Gateway, type GatewayEnvironment, startGateway } from './gateway.js';
import { accountIndex, mnemonicAccount } from './mnemonic.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from './people.js';
import { BLOCKS_TO_FINALITY, type Miner, startMiner } from './miner.js';
import { requireOwnVersion } from './own-version.js';
import { stopLeftover } from './pid-file.js';
import { PersonClient } from './person-client.js';
import { claimPort } from './ports.js';
import { type Postgres, startPostgres } from './postgres.js';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.js';
import { createSafe, deploySafeContracts } from './safe-contracts.js';
import { SandboxError } from './sandbox-error.js';
import { type SandboxClient, sandboxClient } from './sandbox-client.js';
import { isChainBehind } from './chain-age.js';
import { deployToken } from './token.js';
import { rpcUrls } from './rpc-urls.js';
import { type WalletServer, startWallet } from './wallet-server.js';

export interface SandboxOptions {
  readonly dataFolder: string;
  /** The API's port; any free one if omitted. */
  readonly port?: number;
  /** The chain node's port; any free one if omitted. */
  readonly chainPort?: number;
  readonly safes: readonly string[];
  /** As `FoundingParts.delaySeconds`. What is founded already must have been founded with it. */
  readonly delaySeconds?: number | undefined;
  readonly progress: (step: string) => void;
}

export interface Sandbox {
  readonly gateway: Gateway;
  readonly founding: Founding;
  /** What everything is verified by, as it was made here: the gateway is not asked. */
  readonly trust: { readonly foundingDigest: string; readonly logKey: string };
  readonly chain: SandboxClient;
  readonly chainUrl: string;
  readonly secondProvider: RpcProxy;
  readonly databaseUrl: string;
  person(name: string): PersonClient;
  /** Stops the gateway, waits for its exit, and starts it again on the same data. */
  restart(how: 'kill' | 'stop'): Promise<Gateway>;
  stop(): Promise<void>;
}

interface Parts {
  readonly postgres: Postgres;
  readonly anvil: Anvil;
  readonly proxy: RpcProxy;
  readonly miner: Miner;
  readonly wallet: WalletServer;
}

const DATABASE = 'sluice';

/** Starts a real PostgreSQL, a real chain with the real Safe contracts, and the gateway as its own process. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  mkdirSync(options.dataFolder, { recursive: true });
  const pidFile = join(options.dataFolder, 'gateway.pid');
  await stopLeftover(pidFile);
  const port = await claimPort(options.port, 'the API');
  const parts = await startParts(options, consoleAt(port));
  try {
    const chain = sandboxClient(parts.anvil.url);
    const unfounded = environmentOf(options, parts, port);
    const config = loadConfig(unfounded);
    const { founding, digest } = await founded(options, { chain, config });
    const environment = { ...unfounded, FOUNDING_DIGEST: digest };
    options.progress('starting the gateway');
    let gateway = await startGateway(environment, pidFile);
    const clients = peopleAt(gateway.origin);
    for (const client of clients.values()) await client.signIn(sandboxChainId);
    return {
      get gateway() {
        return gateway;
      },
      founding,
      trust: { foundingDigest: digest, logKey: printVerifierKey(new LogKey(config).verifier) },
      chain,
      chainUrl: parts.anvil.url,
      secondProvider: parts.proxy,
      databaseUrl: config.databaseUrl,
      person: (name) => clients.get(name) ?? missing(name),
      restart: async (how) => {
        await gateway[how]();
        gateway = await startGateway(environment, pidFile);
        return gateway;
      },
      stop: async () => {
        await gateway.stop();
        await stopParts(parts);
      },
    };
  } catch (error) {
    await stopParts(parts);
    throw error;
  }
}

/** A host name, because browsers make no passkeys for IP addresses. */
function consoleAt(port: number): string {
  return `http://localhost:${String(port)}`;
}

async function startParts(
  { dataFolder, chainPort, progress }: SandboxOptions,
  origin: string,
): Promise<Parts> {
  progress('starting PostgreSQL 18');
  const postgres = await startPostgres({ dataFolder: join(dataFolder, 'postgres') });
  try {
    await postgres.createDatabase(DATABASE);
    progress('starting the chain (anvil)');
    const stateFile = join(dataFolder, 'chain.json');
    await requireOwnVersion(postgres.url(DATABASE));
    if (await isChainBehind(postgres.url(DATABASE), stateFile)) {
      progress('the chain is older than the database, as an earlier run was killed: starting over');
      for (const file of [stateFile, foundingFile(dataFolder)]) rmSync(file, { force: true });
      await postgres.dropDatabase(DATABASE);
      await postgres.createDatabase(DATABASE);
    }
    const anvil = await startAnvil({ stateFile, ...(chainPort !== undefined && { port: chainPort }) });
    const proxy = await startRpcProxy({ upstream: anvil.url });
    const chain = sandboxClient(anvil.url);
    // A chain that was loaded has no state of the blocks before: without these its final block could not be read.
    await chain.mine({ blocks: BLOCKS_TO_FINALITY });
    return { postgres, anvil, proxy, miner: startMiner(chain), wallet: await startWallet(origin) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function stopParts({ postgres, anvil, proxy, miner, wallet }: Parts): Promise<void> {
  await wallet.stop();
  await miner.stop();
  await proxy.stop();
  await anvil.stop();
  await postgres.stop();
}

function environmentOf({ dataFolder }: SandboxOptions, parts: Parts, port: number): GatewayEnvironment {
  const relayer = mnemonicAccount(accountIndex.relayer).getHdKey().privateKey;
  if (!relayer) throw new Error('the relayer has no key');
  return {
    DATABASE_URL: parts.postgres.url(DATABASE),
    // Two endpoints of one node: the sandbox has only one, and says so.
    RPC_URLS: rpcUrls([parts.anvil.url, parts.proxy.url]),
    CHAIN_ID: String(sandboxChainId),
    RELAYER_PRIVATE_KEY: bytesToHex(relayer),
    // A placeholder until the founding; whatever reads the register gets the real digest.
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    LOG_ORIGIN: 'sandbox.sluice.example/log',
    LOG_SIGNING_KEY: `0x${secretOf(dataFolder, 'log-signing-key')}`,
    SESSION_SECRET: secretOf(dataFolder, 'session-secret'),
    PUBLIC_ORIGIN: consoleAt(port),
    SANDBOX_WALLET: parts.wallet.origin,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
}

/** 32 random bytes in hex, made at the first start. */
function secretOf(dataFolder: string, name: string): string {
  const file = join(dataFolder, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

const Founded = z.object({ founding: z.custom<Founding>(), digest: z.string() });
type Founded = z.output<typeof Founded>;

/** Undefined before the first start. */
function readFounded(file: string): Founded | undefined {
  if (!existsSync(file)) return undefined;
  return Founded.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function foundingFile(dataFolder: string): string {
  return join(dataFolder, 'founding.json');
}

/** Deploys the contracts and founds Sluice on the first start; later starts find both done. */
async function founded(
  options: SandboxOptions,
  world: { chain: SandboxClient; config: Config },
): Promise<Founded> {
  const file = foundingFile(options.dataFolder);
  const before = readFounded(file);
  if (before) {
    // Its register was founded before it named providers, and no gateway starts by it.
    if ('providers' in before.founding) {
      requireDelay(before.founding, options.delaySeconds);
      return before;
    }
    throw new SandboxError(
      'The data of the sandbox was made by another version of Sluice. To throw it away and start over: npm start -- --fresh',
    );
  }
  const { chain, config } = world;
  options.progress('deploying Safe 1.4.1 at its canonical addresses, the Safe and a token');
  await deploySafeContracts(chain);
  const safes = [];
  for (const [index, label] of options.safes.entries()) {
    safes.push({ label, address: await newSafe(chain, BigInt(index)) });
  }
  const [first] = safes;
  if (!first) throw new Error('the sandbox needs a Safe');
  const token = await deployToken(chain, { holder: first.address, supply: parseUnits('10000000', 6) });
  const hotWallet = mnemonicAccount(accountIndex.hotWallet).address;
  const { delaySeconds = DEFAULT_DELAY_SECONDS } = options;
  const founding = sandboxFounding({ safes, token, hotWallet, now: new Date(), delaySeconds });
  options.progress('setting up people, address book and policy');
  const founded: Founded = { founding, digest: await foundSandbox(config, founding) };
  writeFileSync(file, JSON.stringify(founded, null, 2));
  return founded;
}

async function newSafe(chain: SandboxClient, saltNonce: bigint): Promise<Address> {
  const owners = accountIndex.owners.map((index) => mnemonicAccount(index).address);
  const address = await createSafe(chain, { owners, threshold: 3, saltNonce });
  await fund(chain, address, parseEther('1000'));
  return address;
}

function peopleAt(origin: string): ReadonlyMap<string, PersonClient> {
  return new Map(
    DEMO_PEOPLE.map((person) => [
      person.name,
      new PersonClient(origin, person.name, { account: confirmationKey(person), owner: ownerKey(person) }),
    ]),
  );
}

function missing(name: string): never {
  throw new Error(`nobody in the sandbox is called ${name}`);
}

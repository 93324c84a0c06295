import { randomBytes } from 'node:crypto';
import { type Hex, bytesToHex } from 'viem';
import { loadConfig } from '../../src/config/config.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { foundSandbox } from '../../sandbox/found-sandbox.js';
import { type Founding, sandboxFounding } from '../../sandbox/founding.js';
import type { GatewayEnvironment } from '../../sandbox/gateway.js';
import { accountIndex, mnemonicAccount } from '../../sandbox/mnemonic.js';
import { claimPort } from '../../sandbox/ports.js';
import { LOG_SETTINGS } from '../log-settings.js';
import {
  type FreshChain,
  type FreshDatabase,
  SAFES_MAX,
  databaseFrom,
  freshChain,
  freshDatabase,
  safeNumber,
} from '../world.js';
import { rpcUrls } from '../../sandbox/rpc-urls.js';

export interface StoryOptions {
  /** How many Safes, of which the first holds the tokens. */
  readonly safes?: number;
  /** Changes the sandbox's founding document before Sluice is set up from it. */
  readonly founding?: (document: Founding, chain: FreshChain) => Founding | Promise<Founding>;
  /** Further settings of the gateway, which people come to by this origin. */
  readonly settings?: (origin: string, chain: FreshChain) => Promise<GatewayEnvironment>;
  /** Starts the gateway; a Nest application in this process when left out. */
  readonly gateway?: (environment: GatewayEnvironment) => Promise<{ stop(): Promise<void> }>;
}

/** The parts under a story, before its gateway is started. */
export interface Ground {
  readonly chain: FreshChain;
  readonly database: FreshDatabase;
  readonly environment: GatewayEnvironment;
  readonly founding: Founding;
  /** Of everybody's session, by name, where they are signed in already. */
  readonly cookies?: Readonly<Record<string, string>>;
}

/** What a story copies that wants no founding of its own: a database with the sandbox founded and everybody signed in. */
export interface FoundedTemplate {
  readonly database: string;
  readonly secrets: Pick<GatewayEnvironment, 'FOUNDING_DIGEST' | 'SESSION_SECRET'>;
  readonly founding: Founding;
  readonly cookies: Readonly<Record<string, string>>;
}

/** How many Safes the founded template has: as many as the largest story that copies it. */
export const FOUNDED_SAFES = 18;

export async function groundFor(options: StoryOptions): Promise<Ground> {
  const template = process.env['SLUICE_TEST_FOUNDED'];
  if (options.founding !== undefined || template === undefined) return ownGround(options);
  return copiedGround(options, JSON.parse(template) as FoundedTemplate);
}

async function copiedGround(options: StoryOptions, template: FoundedTemplate): Promise<Ground> {
  const { founding, cookies, secrets } = template;
  const wanted = options.safes ?? 1;
  if (wanted > founding.safes.length)
    throw new Error(`the founded template has too few Safes: ${String(wanted)}`);
  const [chain, database, port] = await Promise.all([
    freshChain(),
    databaseFrom(template.database),
    claimPort(undefined, 'the API'),
  ]);
  const environment = { ...(await environmentOf(options, { chain, database, port })), ...secrets };
  return { chain, database, environment, founding, cookies };
}

export async function ownGround(options: StoryOptions): Promise<Ground> {
  const { safes = 1, founding: change = (same: Founding): Founding => same } = options;
  const [chain, database, port] = await Promise.all([
    freshChain(),
    freshDatabase(),
    claimPort(undefined, 'the API'),
  ]);
  const environment = await environmentOf(options, { chain, database, port });
  const founding = await change(
    sandboxFounding({
      safes: await safesOn(chain, safes),
      token: chain.token,
      hotWallet: mnemonicAccount(accountIndex.hotWallet).address,
      now: new Date(),
    }),
    chain,
  );
  const digest = await foundSandbox(loadConfig(environment), founding);
  return { chain, database, environment: { ...environment, FOUNDING_DIGEST: digest }, founding };
}

async function safesOn(chain: FreshChain, count: number): Promise<{ label: string; address: string }[]> {
  if (count > SAFES_MAX) throw new Error(`a fresh chain has ${String(SAFES_MAX)} Safes`);
  const addresses = await Promise.all(Array.from({ length: count }, (_, at) => safeNumber(chain.client, at)));
  return addresses.map((address, at) => ({
    label: `Cold ${String(at + 1)}`,
    address: parseAddress(address),
  }));
}

async function environmentOf(
  options: StoryOptions,
  { chain, database, port }: { chain: FreshChain; database: FreshDatabase; port: number },
): Promise<GatewayEnvironment> {
  const origin = `http://localhost:${String(port)}`;
  return {
    DATABASE_URL: database.url,
    RPC_URLS: rpcUrls(chain.rpcUrls),
    CHAIN_ID: String(sandboxChainId),
    RELAYER_PRIVATE_KEY: relayerKey(),
    // Not known before the founding; what reads the register gets the real one.
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_ORIGIN: origin,
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(await options.settings?.(origin, chain)),
  };
}

function relayerKey(): Hex {
  const key = mnemonicAccount(accountIndex.relayer).getHdKey().privateKey;
  if (!key) throw new Error('the relayer has no key');
  return bytesToHex(key);
}

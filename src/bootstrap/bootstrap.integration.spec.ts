import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { encodeFunctionData, parseAbi, toHex } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { type FreshChain, type FreshDatabase, freshChain, freshDatabase } from '../../test/world.js';
import { Config, loadConfig } from '../config/config.js';
import { chainOf } from '../domain/values/chains.js';
import { OWNERS_POSITION, mappingSlot } from '../domain/safes/storage-layout.js';
import { parseAddress } from '../domain/values/address.js';
import { openClient } from '../infra/database/connections.js';
import { foundSandbox } from '../../sandbox/found-sandbox.js';
import { type Founding, sandboxFounding } from '../../sandbox/founding.js';
import { accountIndex, mnemonicAccount } from '../../sandbox/mnemonic.js';
import { type RpcProxy, startRpcProxy } from '../../sandbox/rpc-proxy.js';
import { createSafe } from '../../sandbox/safe-contracts.js';
import { rpcUrls } from '../../sandbox/rpc-urls.js';

const HOT_WALLET = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const TABLES = ['governance_act', 'audit_entry'];
const enableModule = parseAbi(['function enableModule(address module)']);

let database: FreshDatabase;
let chain: FreshChain;
let second: RpcProxy;
let client: Client;

const privateKeyOf = (account: HDAccount): string => toHex(account.getHdKey().privateKey ?? new Uint8Array());

function configWith(change: Record<string, string> = {}): Config {
  return loadConfig({
    DATABASE_URL: database.url,
    RPC_URLS: rpcUrls(chain.rpcUrls),
    CHAIN_ID: '31337',
    RELAYER_PRIVATE_KEY: privateKeyOf(chain.relayer),
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
    ...change,
  });
}

function founding(safe: string = chain.safe): Founding {
  return sandboxFounding({
    safes: [{ label: 'Cold Safe 1', address: safe }],
    token: chain.token,
    hotWallet: HOT_WALLET,
    now: new Date(1_800_000_000_000),
  });
}

const setUp = (config: Config, text: string): Promise<unknown> =>
  foundSandbox(config, JSON.parse(text) as Founding);

/** The document with some change made to its parts. */
function changed(change: (document: Founding) => void, safe?: string): string {
  const document = founding(safe);
  change(document);
  return JSON.stringify(document);
}

async function counts(): Promise<Record<string, number>> {
  const columns = TABLES.map((table) => `(SELECT count(*)::int FROM "${table}") AS "${table}"`);
  const { rows } = await client.query<Record<string, number>>(`SELECT ${columns.join()}`);
  return rows[0] ?? {};
}

const nothing = Object.fromEntries(TABLES.map((table) => [table, 0]));

function ofTwoOperators(): string {
  return changed(({ providers: [first] }) => {
    if (first) first.operator = 'another.example';
  });
}

async function refusalOf(text: string, config = configWith()): Promise<string> {
  const words = await setUp(config, text).then(
    () => 'it was set up',
    (error: unknown) => String(error),
  );
  expect(await counts()).toEqual(nothing);
  return words;
}

beforeAll(async () => {
  [database, chain] = await Promise.all([freshDatabase(), freshChain()]);
  second = await startRpcProxy({ upstream: chain.rpcUrls[0] });
  client = await openClient(database.url);
});

afterAll(async () => {
  await client.end();
  await second.stop();
  await chain.stop();
  await database.drop();
});

afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});

function personWith(document: Founding, purpose: 'confirmation' | 'owner') {
  const person = document.people.find(({ keys }) => keys.some((key) => key.purpose === purpose));
  if (!person) throw new Error(`nobody has a key for ${purpose}`);
  return person;
}

function addressOf(key: Founding['people'][number]['keys'][number] | undefined): string {
  return key?.kind === 'evm' ? key.address : '';
}

function tokenOf(document: Founding) {
  const token = document.assets.find((asset) => asset.kind === 'erc20');
  if (!token) throw new Error('the document names no token');
  return token;
}

/** A proof whose account says something else: its last node is another one. */
function forged(result: unknown): unknown {
  const proof = z.looseObject({ accountProof: z.array(z.string()) }).parse(result);
  const nodes = proof.accountProof.map((node, at) =>
    at === proof.accountProof.length - 1 ? `${node.slice(0, -2)}07` : node,
  );
  return { ...proof, accountProof: nodes };
}

describe('a set-up that is refused writes nothing', () => {
  it("invariant 10: when an owner of the Safe is nobody's key", async () => {
    const owner = chain.owners[2]?.address ?? '';
    const text = changed((document) => {
      for (const person of document.people)
        person.keys = person.keys.filter((key) => addressOf(key) !== owner);
    });
    expect(await refusalOf(text)).toContain(`the owner ${owner} is nobody's key`);
  });

  it('invariant 10: when a key is called an owner that owns no Safe', async () => {
    const { address } = mnemonicAccount(40);
    const text = changed((document) => {
      personWith(document, 'owner').keys.push({ kind: 'evm', address, purpose: 'owner' });
    });
    expect(await refusalOf(text)).toContain(`${address} is called an owner's key, but owns no Safe`);
  });

  it("invariant 10: when a Safe owner's key is to confirm as well", async () => {
    const address = chain.owners[0]?.address ?? '';
    const text = changed((document) => {
      const person = document.people.find(({ keys }) => keys.every((key) => addressOf(key) !== address));
      person?.keys.push({ kind: 'evm', address, purpose: 'confirmation' });
    });
    expect(await refusalOf(text)).toContain("a Safe owner's key cannot be a confirmation key as well");
  });

  it('when the token has other code than was reviewed', async () => {
    const text = changed((document) => {
      tokenOf(document).codeHash = `0x${'ab'.repeat(32)}`;
    });
    expect(await refusalOf(text)).toContain(`The code of sUSD has the hash ${chain.token.codeHash}`);
  });

  it('when the token is said to run code that it does not run', async () => {
    const text = changed((document) => {
      tokenOf(document).implementation = { address: HOT_WALLET, codeHash: `0x${'ab'.repeat(32)}` };
    });
    expect(await refusalOf(text)).toContain('sUSD is no proxy, which is not what was reviewed');
  });

  it("when the relayer's key owns the Safe (THREATS F05)", async () => {
    const owner = chain.owners[1];
    if (!owner) throw new Error('the Safe has five owners');
    const config = configWith({ RELAYER_PRIVATE_KEY: privateKeyOf(owner) });
    expect(
      await refusalOf(
        changed(() => undefined),
        config,
      ),
    ).toContain("Cold Safe 1: the relayer's key owns it");
  });

  it('invariant 15: when one owner alone can move the funds', async () => {
    const owners = chain.owners.map(({ address }) => address);
    const safe = await createSafe(chain.client, { owners, threshold: 1, saltNonce: 1n });
    expect(await refusalOf(changed(() => undefined, safe))).toContain(
      'Cold Safe 1: a threshold of 1 lets one key move the funds',
    );
  });

  it('invariant 15: when a module can move the funds', async () => {
    const owners = chain.owners.map(({ address }) => address);
    const safe = await createSafe(chain.client, { owners, threshold: 3, saltNonce: 2n });
    const module = chain.token.address;
    await chain.client.setBalance({ address: safe, value: 10n ** 18n });
    await chain.client.impersonateAccount({ address: safe });
    const data = encodeFunctionData({ abi: enableModule, functionName: 'enableModule', args: [module] });
    const hash = await chain.client.sendTransaction({ account: safe, to: safe, data });
    await chain.client.waitForTransactionReceipt({ hash });
    expect(await refusalOf(changed(() => undefined, safe))).toContain(
      `Cold Safe 1: modules can move funds without owners: ${module}`,
    );
  });

  it('invariant 15: when somebody who will use the Safe is a hidden owner of it (THREATS A10)', async () => {
    const owners = chain.owners.map(({ address }) => address);
    const safe = await createSafe(chain.client, { owners, threshold: 3, saltNonce: 3n, singleton: 'safeL2' });
    const confirmer = addressOf(personWith(founding(), 'confirmation').keys[0]);
    const index = mappingSlot(parseAddress(confirmer), OWNERS_POSITION);
    await chain.client.setStorageAt({ address: safe, index, value: toHex(1, { size: 32 }) });
    await chain.mine(1);
    expect(await refusalOf(changed(() => undefined, safe))).toContain(
      `Cold Safe 1: ${confirmer} counts as an owner, but is not in the list of owners`,
    );
  });

  it('invariant 15: when there is no Safe', async () => {
    expect(await refusalOf(changed(() => undefined, chain.token.address))).toContain(
      'this account is not a Safe',
    );
    expect(await refusalOf(changed(() => undefined, HOT_WALLET))).toContain('there is no contract');
  });

  it('when the Safe is its own destination', async () => {
    const text = changed((document) => {
      for (const entry of document.destinations) entry.address = chain.safe;
    });
    expect(await refusalOf(text)).toContain('Hot wallet 1: a Safe is no destination of itself');
  });

  it('invariant 7: when the providers show different Safes', async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getProof' ? { ...response, result: forged(response.result) } : response;
    expect(await refusalOf(changed(() => undefined))).toContain(
      'only some of the RPC providers show a state',
    );
  });

  it('invariant 6: when a provider is silent', async () => {
    chain.proxy.mode = 'down';
    expect(await refusalOf(changed(() => undefined))).toContain('did not answer');
  });

  it('invariant 6: when keys that anyone has are to be used where money is', async () => {
    for (const proxy of [chain.proxy, second]) {
      proxy.tamper = ({ method, params }, response) => {
        if (method === 'eth_chainId') return { ...response, result: '0x1' };
        if (!JSON.stringify([method, params]).startsWith('["eth_getBlockByNumber",["0x0"')) return response;
        return { ...response, result: { hash: chainOf(1)?.foundingBlock } };
      };
    }
    const config = configWith({
      CHAIN_ID: '1',
      RPC_URLS: rpcUrls([chain.proxy.url, second.url]),
      RELAYER_PRIVATE_KEY: `0x${'4c'.repeat(32)}`,
    });
    const words = await refusalOf(ofTwoOperators(), config);
    for (const index of [...accountIndex.owners, 10, 18, 24]) {
      expect(words).toContain(`${mnemonicAccount(index).address} is a well-known test key`);
    }
  });

  it('invariant 6: on a chain that is not supported, even if the settings had let it pass', async () => {
    for (const proxy of [chain.proxy, second]) {
      proxy.tamper = (request, response) =>
        request.method === 'eth_chainId' ? { ...response, result: '0x89' } : response;
    }
    const taken = configWith({ RPC_URLS: rpcUrls([chain.proxy.url, second.url]) });
    const config = Object.assign(Object.create(Config.prototype), taken, { chainId: 137 }) as Config;
    const words = await refusalOf(ofTwoOperators(), config);
    expect(words).toContain('chain 137 is not supported; supported are 1 (Ethereum Mainnet), ');
  });

  // Nothing of the attempts before has stayed, so that this is still the first time.
  it('invariant 16: and a sound one works once, with its entry in the log, and never again', async () => {
    const document = founding();
    await setUp(configWith(), JSON.stringify(document));
    const filled = await counts();
    expect(filled).toEqual({ governance_act: 1, audit_entry: 1 });
    const { rows } = await client.query<{ body: string }>('SELECT body FROM audit_entry');
    expect(JSON.parse(rows[0]?.body ?? '')).toMatchObject({ type: 'system.bootstrapped', actor: 'system' });

    await expect(setUp(configWith(), JSON.stringify(founding()))).rejects.toThrow(
      'This database has been set up before; that can be done once only.',
    );
    expect(await counts()).toEqual(filled);
  });
});

describe('a document that contradicts itself', () => {
  async function wordsFor(change: (document: Founding) => void): Promise<string> {
    const own = await freshDatabase();
    try {
      await setUp(configWith({ DATABASE_URL: own.url }), changed(change));
      return 'it was set up';
    } catch (error) {
      return String(error);
    } finally {
      await own.drop();
    }
  }

  it("invariant 10: is refused in words when one key is two people's", async () => {
    const words = await wordsFor(({ people: [one, other] }) => {
      if (one && other) other.keys = [...one.keys];
    });
    expect(words).toContain('The set-up is refused');
    expect(words).toContain(mnemonicAccount(10).address);
  });

  it('is refused in words when a destination may receive an asset that nobody named', async () => {
    const unknown = 'ast_01890a5d-ac96-774b-bcce-b302099a8057';
    const words = await wordsFor((document) => {
      for (const entry of document.destinations) entry.assetIds = [unknown];
    });
    expect(words).toContain('The set-up is refused');
    expect(words).toContain(unknown);
  });
});

describe('two set-ups at once', () => {
  it('invariant 11: one of them wins, and the other changes nothing', async () => {
    const own = await freshDatabase();
    try {
      const config = configWith({ DATABASE_URL: own.url });
      const [one, other] = [founding(), founding()];
      const outcomes = await Promise.allSettled(
        [one, other].map((each) => setUp(config, JSON.stringify(each))),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const reader = await openClient(own.url);
      const { rows } = await reader.query<{ acts: number; entries: number }>(
        'SELECT (SELECT count(*)::int FROM governance_act) AS acts, (SELECT count(*)::int FROM audit_entry) AS entries',
      );
      await reader.end();
      expect(rows).toEqual([{ acts: 1, entries: 1 }]);
    } finally {
      await own.drop();
    }
  });
});

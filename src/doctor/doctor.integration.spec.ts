import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Folder } from '../../test/builders/sluice-command.js';
import { Governance } from '../../test/governance.js';
import { FatalAlarms } from '../../test/log/hooks.module.js';
import { type TestWitness, startWitness } from '../../test/log/witnesses.js';
import { LogWorld, logSettings } from '../../test/log-world.js';
import { type FreshChain, emptyDatabase, freshChain } from '../../test/world.js';
import { LogTree } from '../audit-log/tree/log-tree.js';
import { LogTreeRepository } from '../audit-log/tree/log-tree.repository.js';
import { LogWitnessing } from '../audit-log/tree/log-witnessing.js';
import { WitnessClient } from '../audit-log/tree/witness-client.js';
import { loadConfig } from '../config/config.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { RpcProvider } from '../infra/chain/rpc-provider.js';
import { openClient } from '../infra/database/connections.js';
import { CADENCE } from '../infra/cadence/cadence.js';
import { doctorCommand } from './doctor-command.js';
import type { Finding } from './finding.js';
import { independence, registrableDomain } from './independence-check.js';

const CHAIN_ID = 31_337;
const folder = new Folder();
let world: LogWorld;
let chain: FreshChain;
let witness: TestWitness;
let settings: Record<string, string>;

beforeAll(async () => {
  [world, chain] = await Promise.all([LogWorld.open(), freshChain()]);
  const { digest } = await Governance.found(world.fresh.url, { chainId: CHAIN_ID });
  witness = await startWitness(1, world.key.verifier);
  settings = {
    ...logSettings(world.fresh.url),
    CHAIN_ID: String(CHAIN_ID),
    FOUNDING_DIGEST: digest,
    RPC_URLS: `rpc-1=${chain.rpcUrls[0]},rpc-2=${chain.rpcUrls[1]}`,
    LOG_WITNESSES: witness.setting,
  };
  await chain.client.setBalance({ address: RELAYER, value: 10n ** 18n });
  await world.appendMany(3);
  await world.sequencer().sequencer.drain();
});

afterAll(async () => {
  folder.remove();
  await witness.stop();
  await chain.stop();
  await world.close();
});

/** Of the key of `logSettings`. */
const RELAYER = '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A';

async function examinedBy(changes: Readonly<Record<string, string>> = {}, mode = 0o600) {
  const all = { ...settings, ...changes };
  const lines = Object.entries(all).map(([name, value]) => `${name}='${value}'`);
  const file = folder.file(lines.join('\n'));
  chmodSync(file, mode);
  const said: string[] = [];
  let passed = true;
  const terminal = {
    say: (text: string) => said.push(text),
    fail: () => {
      passed = false;
    },
  };
  await doctorCommand(terminal).parseAsync(['--settings', file, '--json'], { from: 'user' });
  const { ok, findings } = JSON.parse(said.join('')) as { ok: boolean; findings: Finding[] };
  expect(passed).toBe(ok);
  return { ok, findings, ill: findings.filter(({ status }) => status !== 'ok') };
}

/** What the witness cosigned and the rows of every table that a gateway writes. */
async function written(): Promise<unknown> {
  const { rows } = await world.sql.query(
    `SELECT (SELECT count(*) FROM log_checkpoint) AS checkpoints, (SELECT count(*) FROM log_cosignature) AS cosignatures,
       (SELECT count(*) FROM governance_act) AS acts, (SELECT count(*) FROM audit_staged) AS staged`,
  );
  return rows;
}

async function cosigned(): Promise<void> {
  const config = loadConfig(settings);
  const tree = new LogTreeRepository(world.database);
  const client = new WitnessClient(new LogTree(config, tree, world.key));
  await new LogWitnessing(config, tree, client, new FatalAlarms(), CADENCE).faults();
}

describe('sluice doctor', () => {
  it('warns of a witness that has nothing of the log yet, and lets it begin nothing', async () => {
    const { ok, ill } = await examinedBy();
    expect(ill).toMatchObject([{ check: expect.stringMatching(/^witness /), status: 'warn' }]);
    expect(ok).toBe(true);
    expect(await written()).toMatchObject([{ cosignatures: '0' }]);
  });

  it('finds nothing where all is well, and writes nothing', async () => {
    await cosigned();
    await world.appendMany(2);
    await world.sequencer().sequencer.drain();
    const before = await written();
    const { ok, findings, ill } = await examinedBy();
    expect([ok, ill]).toEqual([true, []]);
    expect(findings.map(({ check }) => check.replace(/^(witness|relayer) .*/, '$1'))).toEqual([
      ...['settings', 'secrets'],
      ...['rpc-1', 'rpc-2'].flatMap((name) =>
        ['', ' finalized', ' methods'].map((what) => `provider ${name}${what}`),
      ),
      ...['independence', 'relayer', 'database', 'migrations', 'clock', 'register', 'log', 'witness'],
    ]);
    expect(findings.at(-1)?.words).toContain('to entry 2.');
    expect(await written()).toEqual(before);
  });

  it('names the methods that a provider lacks, of an engine or of all', async () => {
    chain.proxy.tamper = ({ method }, answer) =>
      ['eth_getProof', 'debug_traceCall'].includes(method)
        ? { id: answer['id'], jsonrpc: '2.0', error: { code: -32_601, message: 'Method not found' } }
        : answer;
    const { ok, ill } = await examinedBy();
    chain.proxy.tamper = undefined;
    expect(ok).toBe(false);
    expect(ill).toMatchObject([
      { check: 'provider rpc-2 methods', status: 'fail', words: 'It does not serve eth_getProof.' },
      { check: 'provider rpc-2 methods', status: 'warn', words: 'It does not serve debug_traceCall.' },
    ]);
  });

  it('names a provider that is silent, on another chain, or the same as another', async () => {
    const dead = await examinedBy({ RPC_URLS: `rpc-1=${chain.rpcUrls[0]},rpc-2=http://127.0.0.1:1` });
    expect(dead.ill).toMatchObject([{ check: 'provider rpc-2', status: 'fail' }]);
    const mainnet = await examinedBy({ CHAIN_ID: '1' });
    expect(mainnet.ill).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: 'provider rpc-1', words: 'It is on chain 31337, not 1.' }),
        expect.objectContaining({ check: 'independence', words: expect.stringContaining('127.0.0.1') }),
        expect.objectContaining({
          check: 'register',
          words: expect.stringContaining('founded on chain 31337'),
        }),
      ]),
    );
    const port = new URL(chain.rpcUrls[0]).port;
    const same = await examinedBy({
      RPC_URLS: `rpc-1=http://127.0.0.1:${port},rpc-2=http://localhost:${port}`,
    });
    expect(same.ill).toMatchObject([
      { check: 'independence', status: 'fail' },
      { check: 'register', status: 'fail' },
    ]);
  });

  it('names a relayer without coin, a register of another founding and a file that all may read', async () => {
    const { ill } = await examinedBy(
      { RELAYER_PRIVATE_KEY: `0x${'22'.repeat(32)}`, FOUNDING_DIGEST: `0x${'33'.repeat(32)}` },
      0o644,
    );
    expect(ill.map(({ check, status }) => [check.split(' ')[0], status])).toEqual([
      ['secrets', 'fail'],
      ['relayer', 'fail'],
      ['register', 'fail'],
    ]);
  });

  it('says which setting is wrong, and never what it is; without a founding it looks on', async () => {
    const wrong = await examinedBy({ SESSION_SECRET: 'too short', PORT: '99999' });
    expect(wrong.ill.map(({ words }) => words.split(':')[0])).toEqual(['SESSION_SECRET', 'PORT']);
    expect(JSON.stringify(wrong.findings)).not.toContain('too short');
    const { ill, findings } = await examinedBy({ FOUNDING_DIGEST: '' });
    expect(ill[0]).toMatchObject({ check: 'settings', words: expect.stringContaining('FOUNDING_DIGEST') });
    expect(findings.map(({ check }) => check)).toContain('provider rpc-2 methods');
    const unset = await examinedBy({ RPC_URLS: '' });
    expect(unset.ill[0]?.words).toMatch(/^RPC_URLS.*\.$/);
  });

  it('tells a database that is empty, one of another version, and none', async () => {
    const fresh = await emptyDatabase();
    const empty = await examinedBy({ DATABASE_URL: fresh.url });
    expect(empty.ill).toMatchObject([{ check: 'migrations', status: 'warn' }]);
    const client = await openClient(fresh.url);
    await client.query(
      `CREATE TABLE _prisma_migrations (migration_name text, checksum text, started_at timestamptz DEFAULT now(),
         finished_at timestamptz DEFAULT now(), rolled_back_at timestamptz, logs text);
       INSERT INTO _prisma_migrations (migration_name, checksum) VALUES ('20991231000000_later', 'x')`,
    );
    await client.end();
    const foreign = await examinedBy({ DATABASE_URL: fresh.url });
    expect(foreign.ill).toMatchObject([
      { check: 'migrations', status: 'fail', words: expect.stringContaining('20991231000000_later') },
    ]);
    await fresh.drop({ areActsMadeUp: true });
    const none = await examinedBy({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' });
    expect(none.ill).toMatchObject([{ check: 'database', status: 'fail' }]);
    expect(JSON.stringify(none.findings)).not.toContain('secret@');
  });

  it('names a witness by another key, one that is down, and a log that was cut or changed', async () => {
    const other = await startWitness(2, world.key.verifier);
    const [vkey = ''] = other.setting.split('@');
    const { url } = { url: witness.setting.slice(witness.setting.indexOf('@') + 1) };
    await world.sql.query(
      `INSERT INTO log_cosignature (size, witness, line) SELECT size, $1, line FROM log_cosignature LIMIT 1`,
      [vkey.split('+').slice(0, 2).join('+')],
    );
    const mistaken = await examinedBy({ LOG_WITNESSES: `${vkey}@${url}` });
    expect(mistaken.ill).toMatchObject([{ check: expect.stringMatching(/^witness /), status: 'fail' }]);
    await other.stop();
    witness.isDown = true;
    expect((await examinedBy()).ill).toMatchObject([{ words: 'It does not cosign: it answers 500.' }]);
    witness.isDown = false;
    await world.tamper(
      `DELETE FROM log_checkpoint WHERE size > 2`,
      `UPDATE audit_entry SET body = replace(body, '"at"', '"AT"') WHERE index = 0`,
    );
    const { ill } = await examinedBy();
    expect(ill.map(({ check, status }) => [check.split(' ')[0], status])).toEqual(
      expect.arrayContaining([
        ['log', 'fail'],
        ['witness', 'fail'],
      ]),
    );
  });

  it('prints a line for each look, with what to do', async () => {
    const said: string[] = [];
    const terminal = { say: (text: string) => said.push(text), fail: () => undefined };
    await doctorCommand(terminal).parseAsync(['--settings', `${folder.path}/none`], { from: 'user' });
    expect(said.join('\n')).toMatch(
      /^fail {2}secrets: .*none is not there.*--settings\.\n0 ok, 0 warn, 1 fail$/,
    );
  });
});

describe(independence.name, () => {
  const places = [1, 2].map((port) => ({
    name: `rpc-${String(port)}`,
    url: `http://127.0.0.1:${String(port)}`,
  }));
  const head = { hash: parseBytes32(`0x${'1'.repeat(64)}`), number: 1n, timestamp: 1, baseFeePerGas: 1n };
  const seen = (...lacking: readonly (readonly string[])[]) =>
    places.map((place, at) => ({
      ...{ provider: new RpcProvider(place, 100), head, lacking: lacking[at] ?? [], findings: [] },
    }));

  it('of engines: one provider may lack one, but not all', async () => {
    const one = await independence(places, seen(['eth_simulateV1']), CHAIN_ID);
    expect(one.map(({ status }) => status)).toEqual(['ok']);
    const all = await independence(
      places,
      seen(['eth_simulateV1'], ['eth_simulateV1', 'debug_traceCall']),
      CHAIN_ID,
    );
    expect(all.at(-1)).toMatchObject({ status: 'fail', words: 'No provider serves eth_simulateV1.' });
  });

  it('of names: two subdomains of one operator are named', async () => {
    const named = ['a', 'b'].map((name) => ({ name, url: `https://${name}.rpc.invalid` }));
    const found = await independence(named, [], 1);
    expect(found).toMatchObject([{ status: 'warn', words: 'a and b are both at rpc.invalid.' }]);
  });
});

describe(registrableDomain.name, () => {
  it.each([
    ['eth.example.com', 'example.com'],
    ['a.b.rpc.co.uk', 'rpc.co.uk'],
    ['127.0.0.1', undefined],
    ['localhost', undefined],
  ])('of %s is %s', (host, domain) => {
    expect(registrableDomain(host)).toBe(domain);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAnvil, type Anvil } from './anvil.js';
import { startOf } from './processes.js';
import { deploySafeContracts, safeContracts } from './safe-contracts.js';
import { sandboxClient } from './sandbox-client.js';

describe('startAnvil', () => {
  let folder: string;
  let stateFile: string;
  let running: Anvil[];
  const start = async (port?: number): Promise<Anvil> => {
    const anvil = await startAnvil({ stateFile, ...(port === undefined ? {} : { port }) });
    running.push(anvil);
    return anvil;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-chain-'));
    stateFile = join(folder, 'state.json');
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((anvil) => anvil.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its chain over a stop', async () => {
    const first = await start();
    await deploySafeContracts(sandboxClient(first.url));
    const before = await sandboxClient(first.url).getBlockNumber();
    await first.stop();
    const client = sandboxClient((await start(first.port)).url);
    expect(await client.getBlockNumber()).toBe(before);
    expect(await client.getCode({ address: safeContracts.safe.address })).toBeDefined();
  });

  it('stops the node that a killed run left behind, and only that', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`Another Sluice (process ${String(process.pid)}) is using`);
    const noted = JSON.parse(readFileSync(`${stateFile}.pid`, 'utf8')) as {
      program: { pid: number };
      owner: object;
    };
    writeFileSync(
      `${stateFile}.pid`,
      JSON.stringify({ ...noted, owner: { pid: process.pid, start: 'long ago' } }),
    );
    const second = await start(first.port);
    expect(startOf(noted.program.pid)).toBeUndefined();
    expect(await sandboxClient(second.url).getChainId()).toBe(31337);
  });

  it('says which port is taken, and that a state file is broken', async () => {
    const { port } = await startAnvil().then((anvil) => (running.push(anvil), anvil));
    await expect(start(port)).rejects.toThrow(`Port ${String(port)} for the sandbox chain is already in use`);
    writeFileSync(stateFile, '{"block"');
    await expect(start()).rejects.toThrow(`The chain in ${stateFile} may be broken: npm start -- --fresh`);
  });
});

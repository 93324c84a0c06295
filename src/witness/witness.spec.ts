import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { platformHasher, readerOf, someLeaves } from '../../test/builders/log-tree.js';
import {
  checkpointText,
  logSigner,
  signedBy,
  vkeyOf,
  witnessSigner,
} from '../../test/builders/witnessed-log.js';
import { parseCheckpoint } from '../domain/audit-log/checkpoint.js';
import { consistencyProof } from '../domain/audit-log/consistency-proof.js';
import { openNote } from '../domain/audit-log/open-note.js';
import { parseSignatureLines } from '../domain/audit-log/signed-note.js';
import { printWitnessRequest } from '../domain/audit-log/witness-request.js';
import { StateFile } from './state-file.js';
import { Witness } from './witness.js';
import { witnessServer } from './witness-server.js';
import { WITNESS_STEPS } from './witness-steps.js';

const leaves = someLeaves(40);
const forked = leaves.with(1, new Uint8Array(32));
const signer = witnessSigner(1);
const NOW = 1_795_336_200n;

interface Growth {
  readonly old: number;
  readonly size: number;
  readonly tree?: readonly Uint8Array[];
  readonly proof?: readonly Uint8Array[];
}

function request({ old, size, tree = leaves, proof }: Growth): string {
  const part = tree.slice(0, size);
  return printWitnessRequest({
    oldSize: BigInt(old),
    proof: proof ?? consistencyProof(BigInt(old), BigInt(size), readerOf(part), platformHasher),
    checkpoint: signedBy(checkpointText(part), []),
  });
}

let folder: string;
let stateFile: string;
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-witness-'));
  stateFile = join(folder, 'state');
  stops = [];
  await StateFile.create(stateFile);
});
afterEach(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function inProcess(): Promise<string> {
  const state = await StateFile.open(stateFile);
  const server = witnessServer(
    new Witness({ signer, logs: [logSigner.key], state, now: () => NOW }),
    () => undefined,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    state.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/add-checkpoint`;
}

const post = (url: string, body: string | Uint8Array<ArrayBuffer>) => fetch(url, { method: 'POST', body });

describe(witnessServer.name, () => {
  it('invariant 16: cosigns what continues what it has cosigned, with its time', async () => {
    const url = await inProcess();
    expect((await post(url, request({ old: 0, size: 5 }))).status).toBe(200);
    const answer = await post(url, request({ old: 5, size: 9 }));
    const text = checkpointText(leaves.slice(0, 9));
    const signatures = parseSignatureLines(await answer.text());
    expect(openNote({ text, signatures }, [signer.key])).toMatchObject({
      isSigned: true,
      signatures: [{ time: NOW }],
    });
  });

  it.each<[string, number, Growth]>([
    ['an old size above the checkpoint', 400, { old: 9, size: 5, proof: [] }],
    ['an old size that is not the latest', 409, { old: 3, size: 9 }],
    ['a smaller tree', 409, { old: 3, size: 3 }],
    ['another tree of that size', 409, { old: 5, size: 5, tree: forked }],
    ['another tree that has grown', 422, { old: 5, size: 9, tree: forked }],
    ['a wrong proof', 422, { old: 5, size: 9, proof: [new Uint8Array(32)] }],
    ['the same again', 200, { old: 5, size: 5 }],
  ])('invariant 16: answers %s with %d', async (_name, status, growth) => {
    const url = await inProcess();
    await post(url, request({ old: 0, size: 5 }));
    const answer = await post(url, request(growth));
    expect(answer.status).toBe(status);
    if (status !== 409) return;
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/x.tlog.size', '5\n']);
  });

  it('answers what is not the specification by its statuses', async () => {
    const url = await inProcess();
    const stranger = request({ old: 0, size: 5 }).replaceAll('sluice.example/log', 'other.example/log');
    const unsigned = request({ old: 0, size: 5 })
      .replace(/^(old 0\n\n)/, '$1')
      .replace('\n5\n', '\n6\n');
    const statuses = [
      (await post(url, stranger)).status,
      (await post(url, unsigned)).status,
      (await post(url, 'old x\n\nnonsense')).status,
      (await post(url, Uint8Array.of(0xff, 0xfe))).status,
      (await post(url, 'x'.repeat(70_000))).status,
      (await fetch(url)).status,
      (await post(`${url}/more`, '')).status,
    ];
    expect(statuses).toEqual([404, 403, 400, 400, 413, 405, 404]);
  });

  it('invariant 16: of requests at once each is decided by what the one before has stored', async () => {
    const url = await inProcess();
    await post(url, request({ old: 0, size: 1 }));
    for (let size = 1; size < 30; size += 3) {
      const both = [request({ old: size, size: size + 1 }), request({ old: size, size: size + 3 })];
      const statuses = (await Promise.all(both.map((each) => post(url, each)))).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, 409]);
      if (statuses[0] === 200) await post(url, request({ old: size + 1, size: size + 3 }));
    }
    expect(readFileSync(stateFile, 'utf8')).toContain(' 31 ');
  });
});

describe(StateFile.name, () => {
  it('invariant 6: is never taken for empty: a missing or broken one stops the start', async () => {
    await expect(StateFile.open(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
    writeFileSync(stateFile, readFileSync(stateFile, 'utf8').slice(0, -3));
    await expect(StateFile.open(stateFile)).rejects.toThrow('not whole');
    await expect(StateFile.create(stateFile)).rejects.toThrow('EEXIST');
  });

  it('belongs to one process', async () => {
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    stops.push(() => Promise.resolve(holder.kill('SIGKILL')));
    writeFileSync(`${stateFile}.lock`, String(holder.pid));
    await expect(StateFile.open(stateFile)).rejects.toThrow('another witness');
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    (await StateFile.open(stateFile)).close();
    expect(existsSync(`${stateFile}.lock`)).toBe(false);
  });
});

describe('a witness that is killed', () => {
  const seed = '65'.repeat(32);

  async function child(killAt = ''): Promise<{ url: string; process: ChildProcess }> {
    const script = join(import.meta.dirname, '../../test/log/witness-child.mjs');
    const program = spawn(process.execPath, [script, stateFile, seed, vkeyOf(logSigner), killAt], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(program.stdout, 'data')) as [Buffer];
    stops.push(() => Promise.resolve(program.kill('SIGKILL')));
    return { url: `http://127.0.0.1:${port.toString().trim()}/add-checkpoint`, process: program };
  }

  it.each(WITNESS_STEPS)('invariant 16: at "%s" cosigns no smaller and no other tree later', async (step) => {
    const first = await child();
    expect((await post(first.url, request({ old: 0, size: 5 }))).status).toBe(200);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');

    const dying = await child(step);
    const dead = once(dying.process, 'exit');
    await expect(post(dying.url, request({ old: 5, size: 9 }))).rejects.toThrow();
    expect((await dead)[1]).toBe('SIGKILL');

    const { url } = await child();
    const known = Number(await (await post(url, request({ old: 0, size: 9 }))).text());
    expect([5, 9]).toContain(known);
    if (step === 'persisted' || step === 'signed') expect(known).toBe(9);
    for (const growth of [
      { old: 0, size: 4 },
      { old: known, size: known, tree: forked },
      { old: known, size: 20, tree: forked },
    ])
      expect((await post(url, request(growth))).status).toBeGreaterThanOrEqual(409);
    const answer = await post(url, request({ old: known, size: 20 }));
    expect(answer.status).toBe(200);
    expect(parseCheckpoint(checkpointText(leaves.slice(0, 20))).size).toBe(20n);
  });
});

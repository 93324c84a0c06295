import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOG_KEY, AT, claraAt } from '../../../test/builders/governed-client.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { newId } from '../../infra/database/new-id.js';

let folder: Folder;
let out: string;
let stop: (() => Promise<void>) | undefined;
const state = new Folder();
beforeEach(() => {
  folder = new Folder();
  out = join(folder.path, 'log.jsonl');
});
afterEach(async () => {
  await stop?.();
  folder.remove();
});
afterAll(() => {
  state.remove();
});

const FILE = Buffer.from('{"entry":1}\n'.repeat(1_000));
const sha256 = (bytes: Buffer) => `0x${createHash('sha256').update(bytes).digest('hex')}`;

interface Case {
  readonly statuses?: readonly string[];
  readonly file?: Buffer;
  readonly format?: string;
  /** What the gateway calls it. */
  readonly id?: string;
  /** Happens while the file is made. */
  readonly meanwhile?: () => void;
}

async function ordering({ statuses = ['queued', 'running', 'done'], file = FILE, ...rest }: Case = {}) {
  const id = rest.id ?? newId('exp');
  let turn = 0;
  const shown = () => {
    const status = statuses[Math.min(turn, statuses.length - 1)] ?? 'done';
    turn += 1;
    if (status === 'done') rest.meanwhile?.();
    return {
      ...{ id, format: rest.format ?? 'jsonl', filter: {}, from: '0', to: '10', status, entries: 10 },
      ...{ progress: { done: turn, total: 10 }, veiled: 2, bytes: FILE.length, checkpoint: 'note' },
      sha256: status === 'done' ? sha256(FILE) : null,
      failure: status === 'failed' ? { code: 'LOG_ALTERED', reason: 'entry 3 is another' } : null,
      ...{ createdAt: AT, finishedAt: null, expiresAt: AT },
    };
  };
  const at = await claraAt(state, {
    'POST /v1/audit-exports': () => ({ status: 202, json: shown() }),
    [`GET /v1/audit-exports/${id}`]: () => ({ json: shown() }),
    [`GET /v1/audit-exports/${id}/file`]: () => file,
  });
  ({ stop } = at);
  const run = (...more: readonly string[]) =>
    at.sluice(['audit', 'export', '--out', out, '--as', 'Clara', ...more]);
  return { ...at, id, run };
}

describe('sluice audit export', () => {
  it('waits with progress on stderr, writes the file, and says how it is verified offline', async () => {
    const { run, acts, id } = await ordering();
    const ended = await run('--type', 'transfer.settled', '--from', '2026-11-01T00:00:00+01:00');
    expect(ended.code).toBe(0);
    expect(ended.err.split('\n')).toEqual([
      `${id}: queued, 1 of 10 entries`,
      `${id}: running, 2 of 10 entries`,
      `${id}: done, 3 of 10 entries`,
    ]);
    expect(ended.out).toContain(`sluice verify log ${out} --log-key ${LOG_KEY}`);
    expect(ended.out).toContain('2 more entries as hashes only');
    expect(acts()[0]?.body).toEqual({
      format: 'jsonl',
      filter: { type: 'transfer.settled', from: '2026-10-31T23:00:00Z' },
    });
    expect(readFileSync(out)).toEqual(FILE);
    expect(readdirSync(folder.path)).toEqual(['log.jsonl']);
  });

  it('writes nowhere else because of what the gateway calls its export', async () => {
    const { sluice } = await ordering({ id: '../../escaped' });
    const ended = await sluice(['audit', 'export', '--as', 'Clara']);
    expect([ended.code, ended.err]).toEqual([8, expect.stringContaining('which is no id of one')]);
  });

  it('writes over nothing but by force', async () => {
    writeFileSync(out, 'mine');
    const { run, acts } = await ordering();
    expect((await run()).code).toBe(2);
    expect(acts()).toEqual([]);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await run('--force')).code).toBe(0);
    expect(readFileSync(out)).toEqual(FILE);
  });

  it('writes over nothing that came there in the meantime', async () => {
    const { run } = await ordering({
      meanwhile: () => {
        writeFileSync(out, 'mine');
      },
    });
    expect((await run()).code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(readdirSync(folder.path)).toEqual(['log.jsonl']);
  });

  it.each([
    ['that is longer than it says', { file: Buffer.concat([FILE, FILE]) }, [], 8, 'longer than 12000 bytes'],
    ['of other bytes', { file: Buffer.from('{"entry":2}\n') }, [], 8, 'not the one that the log records'],
    ['that failed', { statuses: ['running', 'failed'] }, [], 1, 'LOG_ALTERED: entry 3 is another'],
    ['that takes too long', { statuses: ['running'] }, ['--timeout', '1s'], 9, '--resume exp_'],
    ['of an unknown type', {}, ['--type', 'transfer.setled'], 2, 'is transfer.settled meant?'],
    ['from a moment of no zone', {}, ['--from', '2026-11-01T00:00:00'], 2, 'with its offset'],
    ['of another format', {}, ['--format', 'xml'], 2, 'Allowed choices are jsonl'],
  ])('leaves no file of an export %s', async (_name, given, args, code, words) => {
    const { run } = await ordering(given);
    const ended = await run(...args);
    expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(words)]);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('fetches one that was ordered before', async () => {
    const { run, acts, id } = await ordering({ format: 'csv', statuses: ['done'] });
    const ended = await run('--resume', id);
    expect([ended.code, acts(), readFileSync(out)]).toEqual([0, [], FILE]);
    expect(ended.out).toContain('cannot be verified offline by itself');
  });
});

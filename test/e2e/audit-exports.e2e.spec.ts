import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { Folder, sluice } from '../builders/sluice-command.js';
import type { Reply } from '../../sandbox/person-client.js';
import { refusalOf } from './answers.js';
import { sluiceHere, startSluice } from './command-line.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

const folder = new Folder();
let story: StorySteps;
let key: string;
let transfer: string;

beforeAll(async () => {
  story = await openStory({ safes: 3 });
  transfer = await story.awaiting({ amount: '1', safe: story.freshSafe() });
  await story.integrated();
  key = (await story.person('Audrey').download('/v1/log/key')).trim();
});

afterAll(async () => {
  await story.close();
  folder.remove();
});

const Export = z.looseObject({ id: z.string(), status: z.string(), sha256: z.string().nullable() });
type Export = z.output<typeof Export>;
const Report = z.looseObject({
  rows: z.array(z.looseObject({})).optional(),
  transfers: z.array(z.looseObject({})).optional(),
  unknownChanges: z.int(),
});
const Line = z.looseObject({
  index: z.string().optional(),
  canonical: z.string().optional(),
  names: z.looseObject({}).optional(),
});

const ordered = async (body: object, by = 'Audrey'): Promise<Reply> =>
  story.person(by).post('/v1/audit-exports', body);

async function done(id: string, by = 'Audrey'): Promise<Export> {
  let found: Export | undefined;
  await until('the export to be done', async () => {
    found = Export.parse((await story.person(by).get(`/v1/audit-exports/${id}`)).body);
    return found.status === 'done';
  });
  if (!found) throw new Error('no export');
  return found;
}

async function fileOf(body: object): Promise<{ id: string; text: string; made: Export }> {
  const { status, body: answer } = await ordered(body);
  expect(status).toBe(202);
  const { id } = Export.parse(answer);
  const made = await done(id);
  return { id, made, text: await story.person('Audrey').download(`/v1/audit-exports/${id}/file`) };
}

const verify = (text: string) => sluice('verify', 'log', folder.file(text), '--log-key', key);

describe('an auditor', () => {
  it('invariant 16: takes the whole log along and verifies it with nothing but its key', async () => {
    const { id, text, made } = await fileOf({ format: 'jsonl' });
    const { out, passed } = await verify(text);
    expect([passed, out]).toEqual([true, expect.stringMatching(/no entry of 0 to \d+ is missing/)]);
    expect(text).toContain(transfer);
    const digest = `0x${createHash('sha256').update(text).digest('hex')}`;
    expect(made.sha256).toBe(digest);
    expect(out).toContain(digest);
    await story.integrated();
    const { body } = await story.person('Audrey').get(`/v1/audit-entries?subject=${id}`);
    expect(body['data']).toMatchObject([
      { body: { type: 'audit-export.requested', actor: story.personId('Audrey') } },
      { body: { type: 'audit-export.finished', detail: { sha256: digest } } },
      { body: { type: 'audit-export.downloaded', actor: story.personId('Audrey') } },
    ]);
  });

  it('invariant 18: finds the entry that somebody changed on the way', async () => {
    const { text } = await fileOf({ format: 'jsonl', filter: { transfer } });
    expect((await verify(text)).passed).toBe(true);
    const line = text.split('\n').findIndex((each) => each.includes('transfer.cleared'));
    const index = z.looseObject({ index: z.string() }).parse(JSON.parse(text.split('\n')[line] ?? '')).index;
    const { out, passed } = await verify(text.replace('transfer.cleared', 'transfer.refused'));
    expect(passed).toBe(false);
    expect(out).toContain(`FAILED      line ${String(line + 1)}: `);
    expect(out).toContain(`The first bad entry is ${index}.`);
    expect((await verify(text.split('\n').toSpliced(line, 1).join('\n'))).passed).toBe(false);
  });

  it('takes what was denied along for a spreadsheet', async () => {
    await story.person('Audrey').post('/v1/api-keys', {});
    await story.integrated();
    const { text } = await fileOf({ format: 'csv', filter: { outcome: 'denied' } });
    expect(text).toMatch(/request\.refused,denied,per_/);
    expect(text).not.toContain('transfer.queued');
  });

  it('lists their own, newest first, and sees nobody else’s', async () => {
    const own = await story.person('Audrey').get('/v1/audit-exports?limit=2');
    const { data, nextCursor } = z.object({ data: z.array(Export), nextCursor: z.string() }).parse(own.body);
    const [first, second] = data;
    expect(data).toHaveLength(2);
    expect(nextCursor).toBe(second?.id);
    const next = await story.person('Audrey').get(`/v1/audit-exports?limit=200&cursor=${nextCursor}`);
    const older = z.object({ data: z.array(Export) }).parse(next.body).data;
    expect(older.map(({ id }) => id)).not.toContain(first?.id);
    const path = `/v1/audit-exports/${first?.id ?? ''}`;
    for (const each of [path, `${path}/file`])
      expect(refusalOf(await story.person('Clara').get(each))).toEqual([404, 'AUDIT_EXPORT_NOT_FOUND']);
    expect((await story.person('Clara').get('/v1/audit-exports')).body).toMatchObject({ data: [] });
  });

  it('gets one export for one key, however often they ask', async () => {
    const person = story.person('Clara');
    const body = { format: 'pdf', filter: { transfer } };
    const replies = [];
    for (let time = 0; time < 2; time += 1)
      replies.push(await person.post('/v1/audit-exports', body, 'the same key'));
    expect(replies[0]?.status).toBe(202);
    expect(replies[1]).toEqual(replies[0]);
    const { id } = await done(Export.parse(replies[0]?.body).id, 'Clara');
    expect(await person.download(`/v1/audit-exports/${id}/file`)).toMatch(/^%PDF-/);
  });

  it('reads names beside ids, and amounts in whole units', async () => {
    const { text: csv } = await fileOf({ format: 'csv', filter: { transfer } });
    const requested = csv.split('\r\n').find((line) => line.includes(',transfer.requested,')) ?? '';
    expect(requested).toMatch(/,Tessa,[^,]+,,1,s?[A-Z]+,[^,]+,0x[0-9a-fA-F]{40},[^,]*,Tessa asked for it$/);
    const { text: ocsf } = await fileOf({ format: 'ocsf', filter: { transfer, type: 'transfer.requested' } });
    expect(JSON.parse(ocsf.split('\n')[1] ?? '')).toMatchObject({
      actor: { user: { name: story.personId('Tessa'), full_name: 'Tessa' } },
      unmapped: { names: { actor: 'Tessa', amount: '1' } },
    });
  });
});

describe('a report', () => {
  it('is the same from the gateway and, offline, from an export of the log', async () => {
    const { text: whole } = await fileOf({ format: 'jsonl' });
    for (const kind of ['access', 'duties'] as const) {
      const report = Report.parse(JSON.parse((await fileOf({ format: `${kind}-json` })).text));
      const { out, exit } = await sluice(...['report', kind, folder.file(whole), '--log-key', key, '--json']);
      expect(exit).toBe(0);
      const offline = Report.parse(JSON.parse(out));
      expect([offline.rows, offline.transfers]).toEqual([report.rows, report.transfers]);
      expect(offline.unknownChanges).toBe(0);
      expect(JSON.stringify(report)).toContain('Tessa');
    }
    expect((await fileOf({ format: 'duties-pdf' })).text).toMatch(/^%PDF-/);
    expect((await fileOf({ format: 'access-csv' })).text).toMatch(/^Who could do what,Who,Who: id,What,/);
    const cut = folder.file(whole.split('\n').toSpliced(3, 1).join('\n'));
    await expect(sluice('report', 'access', cut, '--log-key', key)).rejects.toMatchObject({ exitCode: 3 });
    expect(refusalOf(await ordered({ format: 'access-pdf', filter: { transfer } }))).toEqual([
      ...[422, 'BODY_SCHEMA', '/filter/transfer'],
    ]);
  });
});

describe('a SIEM', () => {
  it('follows the log, is killed, goes on, and fills no log by it', async () => {
    const [output, state] = [`${folder.path}/siem.jsonl`, `${folder.path}/siem.state`];
    const home = {
      XDG_STATE_HOME: `${folder.path}/state`,
      XDG_CONFIG_HOME: `${folder.path}/config`,
      SLUICE_URL: story.origin,
    };
    const follow = ['log', 'follow', '--as', 'Audrey', '--output', output, '--state', state];
    const { child, ended } = startSluice(home, follow);
    const hasTaken = (): boolean => existsSync(state) && readFileSync(output, 'utf8').includes(transfer);
    await until('the log to be followed', () => Promise.resolve(hasTaken()));
    child.kill('SIGKILL');
    await ended;
    await story.awaiting({ amount: '1', safe: story.freshSafe() });
    await story.integrated();
    const size = statSync(output).size;
    const again = startSluice(home, follow);
    await until('the log to be followed on', () => Promise.resolve(statSync(output).size > size));
    again.child.kill('SIGTERM');
    await again.ended;
    expect(again.child.exitCode).toBe(0);
    for (let time = 0; time < 2; time += 1)
      expect(await sluiceHere(home, [...follow, '--once'])).toMatchObject({ code: 0, err: '' });
    const lines = readFileSync(output, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Line.parse(JSON.parse(line)));
    const indexes = lines.flatMap(({ index }) => index ?? []);
    expect(indexes).toEqual(indexes.map((_, at) => String(at)));
    const asked = lines.find(({ canonical = '' }) => canonical.includes('"type":"transfer.requested"'));
    expect(asked?.names).toMatchObject({ actor: 'Tessa', amount: '1', words: 'Tessa asked for it' });
    const noted = lines.filter(({ canonical = '' }) => canonical.includes('"filter":{"follow":"0"}'));
    expect(noted).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ taken: String(indexes.length) });
  });
});

describe('what is refused', () => {
  it.each([
    [{ format: 'xml' }, 422, '/format'],
    [{ format: 'csv', filter: { order: 'desc' } }, 422, '/filter/order'],
    [{ format: 'csv', filter: { transfer: 'tr_1' } }, 422, '/filter/transfer'],
    [{ format: 'csv', filter: { from: 'yesterday' } }, 422, '/filter/from'],
    [{ format: 'csv', filter: { fromIndex: '999999' } }, 422, '/filter/fromIndex'],
  ])('%j', async (body, status, pointer) => {
    expect(refusalOf(await ordered(body))).toEqual([status, 'BODY_SCHEMA', pointer]);
  });

  it('people who do not read the log', async () => {
    for (const name of ['Tessa', 'Ada'])
      expect(refusalOf(await ordered({ format: 'csv' }, name))).toEqual([403, 'FORBIDDEN']);
  });

  it('an id that names nothing', async () => {
    const none = 'exp_01890a5d-ac96-774b-bcce-b302099a8057';
    expect(refusalOf(await story.person('Audrey').get(`/v1/audit-exports/${none}`))).toEqual([
      ...[404, 'AUDIT_EXPORT_NOT_FOUND'],
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { AUDITOR, ExportWorld } from '../../test/builders/export-world.js';
import { pdfText } from '../../test/builders/pdf-text.js';
import type { Principal } from '../infra/http/access.js';
import { AuditExportsRepository } from './audit-exports.repository.js';
import { ExportTurns } from './export-turns.js';
import { ExportUpkeep } from './export-upkeep.js';
import { ExportWriters } from './export-writers.js';
import { OwnExports } from './own-exports.js';

const VEILED = 'tr_veiled';
const SECRET = 'eleven ether to nobody';
const APPROVER: Principal = { ...AUDITOR, apiKeyId: 'key_approver', roles: ['auditor', 'approver'] };
const OTHER: Principal = { ...AUDITOR, apiKeyId: 'key_other' };

let world: ExportWorld;

beforeAll(async () => {
  world = await ExportWorld.open((reader, entries, shownIn) => {
    const isVeiled = reader.roles.includes('approver') && shownIn === 'file';
    const veiled = entries.filter(({ subject }) => isVeiled && subject === VEILED);
    return Promise.resolve(new Map(veiled.map(({ index }) => [index, 'ENTRY_VEILED'])));
  });
  await world.appendMany(1_203);
  await world.append(
    { type: 'transfer.requested', actor: 'per_tessa', subject: VEILED, detail: { reference: SECRET } },
    {
      type: 'session.refused',
      actor: 'anonymous',
      detail: { reason: '=HYPERLINK("x")', networkAddress: 'x' },
    },
    { type: 'safe.frozen', actor: 'per_оля', detail: { reason: 'подозрительно 🔥' } },
  );
});

afterAll(() => world.close());

const digestOf = (file: Buffer): string => `0x${createHash('sha256').update(file).digest('hex')}`;

describe('an export of the whole log', () => {
  it('invariant 16: is written in turns, verifies, and is in the log with its hash', async () => {
    const id = await world.order({ format: 'jsonl' });
    expect(await world.show(id)).toMatchObject({ status: 'queued', sha256: null, progress: { done: 0 } });
    await world.get(ExportTurns).turn(id);
    const halfway = await world.show(id);
    expect(halfway).toMatchObject({ status: 'running', progress: { done: 500 }, entries: 500 });
    const file = await world.finished(id);
    const shown = await world.show(id);
    const { total } = halfway.progress;
    expect(shown).toMatchObject({
      ...{ status: 'done', progress: { done: total, total }, entries: total, veiled: 0 },
      ...{ sha256: digestOf(file), bytes: file.length },
    });
    expect(world.verify(file)).toMatchObject({
      isProven: true,
      counts: { entries: BigInt(total), veiled: 0n, leftOut: 0n },
    });
    expect(await world.said(id)).toMatchObject([
      { type: 'audit-export.requested', actor: 'key_01890a5d-ac96-774b-bcce-b302099a8057' },
      {
        type: 'audit-export.finished',
        actor: 'system',
        detail: { sha256: digestOf(file), entries: String(total), treeSize: String(total), format: 'jsonl' },
      },
    ]);
  });

  it.each([
    [{ fromIndex: '3', toIndex: '700' }, 697n, 0n],
    [{ transfer: 'tr_3' }, 120n, undefined],
    [{ outcome: 'denied' as const }, 1n, undefined],
    [{ type: 'safe.frozen' as const, fromIndex: '1000' }, 1n, undefined],
    [{ actor: 'per_nobody' }, 0n, undefined],
  ])('invariant 16: verifies also where it is of %j', async (filter, entries, leftOut) => {
    const { file } = await world.made({ format: 'jsonl', filter });
    const verdict = world.verify(file);
    expect(verdict).toMatchObject({ isProven: true, counts: { entries } });
    if (leftOut !== undefined) expect(verdict).toMatchObject({ counts: { leftOut } });
  });

  it('invariant 16: is refused by its verifier with one byte changed', async () => {
    const { file } = await world.made({ format: 'jsonl', filter: { transfer: 'tr_3' } });
    const changed = Buffer.from(file.toString().replace('per_ada', 'per_eve'));
    expect(world.verify(changed)).toMatchObject({ isProven: false, firstBadIndex: 3n });
  });
});

describe('a job that is killed', () => {
  it('invariant 16: is carried on with by another replica, and nothing is doubled', async () => {
    const id = await world.order({ format: 'jsonl' });
    await world.get(ExportTurns).turn(id);
    const exports = world.get(AuditExportsRepository);
    const advance = exports.advance.bind(exports);
    // It is killed after its part was written and before the commit.
    Object.assign(exports, {
      advance: async (...given: Parameters<typeof advance>) => {
        await advance(...given);
        throw new Error('killed');
      },
    });
    await expect(world.get(ExportTurns).turn(id)).rejects.toThrow('killed');
    Object.assign(exports, { advance });
    expect(await world.show(id)).toMatchObject({ progress: { done: 500 }, entries: 500 });

    const { read } = world.database;
    await read.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
    await world.get(ExportUpkeep).resume();
    const waiting = () => read.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs`;
    expect(await waiting()).toEqual([]);
    await read.$executeRaw`UPDATE audit_export SET touched_at = touched_at - interval '2 minutes' WHERE id = ${id}`;
    await world.get(ExportUpkeep).resume();
    expect(await waiting()).toEqual([{ key: `audit-export:${id}` }]);

    await Promise.all([1, 2, 3].map(() => world.get(ExportTurns).turn(id)));
    // All entries are gone through: what is left is to end it, which two may try as well.
    await Promise.all([1, 2].map(() => world.get(ExportTurns).turn(id)));
    const file = await world.finished(id);
    const { total } = (await world.show(id)).progress;
    expect(world.verify(file)).toMatchObject({ isProven: true, counts: { entries: BigInt(total) } });
    const finished = (await world.said(id)).filter(({ type }) => type === 'audit-export.finished');
    expect(finished).toMatchObject([{ detail: { entries: String(total) } }]);
  });
});

describe('what its reader may not see yet', () => {
  it.each(['jsonl', 'csv', 'pdf', 'ocsf'] as const)('is in %s by its hash only', async (format) => {
    const { id, file } = await world.made({ format, filter: { fromIndex: '1200' } }, APPROVER);
    const [entry] = await world.database.read.auditEntry.findMany({ where: { subject: VEILED } });
    const hash = Buffer.from(entry?.leafHash.slice(2) ?? '', 'hex');
    const text = format === 'pdf' ? pdfText(file) : file.toString();
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('per_tessa');
    expect(text).toContain(format === 'jsonl' ? hash.toString('base64') : hash.toString('hex'));
    expect(await world.show(id, APPROVER)).toMatchObject({ veiled: 1 });
    const { file: open } = await world.made({ format, filter: { fromIndex: '1200' } });
    expect(format === 'pdf' ? pdfText(open) : open.toString()).toContain('per_tessa');
    if (format === 'jsonl')
      expect(world.verify(file)).toMatchObject({ isProven: true, counts: { veiled: 1n } });
  });

  it('is not given to somebody who has become an approver since', async () => {
    const { id } = await world.made({ format: 'csv' });
    const later: Principal = { ...AUDITOR, roles: ['auditor', 'approver'] };
    await expect(world.get(OwnExports).open(id, later)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await expect(world.get(OwnExports).open(id, AUDITOR)).resolves.toMatchObject({ order: { id } });
  });

  it('is nobody else’s to fetch', async () => {
    const id = await world.order({ format: 'csv' });
    await expect(world.show(id, OTHER)).rejects.toMatchObject({ code: 'AUDIT_EXPORT_NOT_FOUND' });
    await world.finished(id);
  });
});

describe('the other formats', () => {
  it('CSV has a record for each entry, formulas made harmless, and ends with the checkpoint', async () => {
    const { id, file } = await world.made({ format: 'csv', filter: { type: 'session.refused' } });
    const { checkpoint } = await world.show(id);
    const records = file.toString().split('\r\n');
    expect(records[0]).toMatch(/^index,at,type,outcome,/);
    expect(records[1]).toMatch(/^1204,.*,session\.refused,denied,anonymous,/);
    expect(file.toString()).toContain(`export.checkpoint,,,,,,,"${checkpoint}"`);
  });

  it('OCSF has an event a line, the first with the checkpoint', async () => {
    const { id, file } = await world.made({ format: 'ocsf', filter: { type: 'safe.frozen' } });
    const { checkpoint } = await world.show(id);
    const events = file
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object);
    expect(events).toMatchObject([
      { class_uid: 6003, unmapped: { checkpoint, filter: { type: 'safe.frozen' } } },
      { class_uid: 3004, unmapped: { index: '1205', detail: { reason: 'подозрительно 🔥' } } },
    ]);
  });

  it('PDF has the period, the counts, the checkpoint and every entry, in text that can be copied', async () => {
    const filter = { fromIndex: '1100' };
    const { id, file } = await world.made({ format: 'pdf', filter });
    const { checkpoint } = await world.show(id);
    const text = pdfText(file);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    for (const words of ['all times, entries 1100 to', 'fromIndex 1100', 'denied 1', 'safe.frozen 1', '1205'])
      expect(text).toContain(words);
    expect(text).toContain(checkpoint.split('\n')[2]);
    expect(text).toContain('per_\\u{43e}');
  });

  it('PDF has room for so much and no more', async () => {
    const writer = world.get(ExportWriters).of('pdf');
    Object.assign(writer, { entriesMax: 100 });
    await expect(world.order({ format: 'pdf' })).rejects.toMatchObject({ code: 'AUDIT_EXPORT_TOO_LARGE' });
    Object.assign(writer, { entriesMax: 10_000 });
  });
});

describe('limits', () => {
  it('three that are not done are enough for one reader', async () => {
    const reader = { ...AUDITOR, apiKeyId: 'key_busy' };
    const ids = [];
    for (let count = 0; count < 3; count += 1) ids.push(await world.order({ format: 'csv' }, reader));
    await expect(world.order({ format: 'csv' }, reader)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await world.finished(ids[0] ?? '');
    await world.order({ format: 'csv' }, reader);
  });

  it('a range that the log does not have yet is refused', async () => {
    for (const filter of [{ fromIndex: '999999' }, { fromIndex: '5', toIndex: '5' }])
      await expect(world.order({ format: 'csv', filter })).rejects.toMatchObject({ code: 'BODY_SCHEMA' });
  });

  it('is deleted when it has expired, and the log has that', async () => {
    const { id } = await world.made({ format: 'csv' });
    await world.get(ExportUpkeep).expire();
    await world.show(id);
    await world.database.read
      .$executeRaw`UPDATE audit_export SET expires_at = now() - interval '1 hour' WHERE id = ${id}`;
    await world.get(ExportUpkeep).expire();
    await expect(world.show(id)).rejects.toMatchObject({ code: 'AUDIT_EXPORT_NOT_FOUND' });
    expect(await world.database.read.auditExportPart.count({ where: { exportId: id } })).toBe(0);
    expect((await world.said(id)).at(-1)).toMatchObject({ type: 'audit-export.expired', actor: 'system' });
  });
});

describe('a log that is not what was signed', () => {
  const edited = `body = replace(body, 'per_ada', 'per_eve')`;
  const rehashed = `leaf_hash = '0x' || encode(sha256('\\x00'::bytea || convert_to(replace(body, 'per_ada', 'per_eve'), 'UTF8')), 'hex')`;

  it.each([
    ['jsonl', 'whose hash is still the old one', edited, /entry 7 is not the text that its hash is of/],
    ['csv', 'whose hash is still the old one', edited, /entry 7 is not the text that its hash is of/],
    [
      'jsonl',
      'whose hash was made to fit',
      `${edited}, ${rehashed}`,
      /does not verify: .* at least one is another/,
    ],
  ] as const)('invariant 16: is not given out as %s: a text %s', async (format, _how, change, reason) => {
    const [before] = await world.database.read.auditEntry.findMany({ where: { index: 7n } });
    const id = await world.order({ format });
    await world.tamper(`UPDATE audit_entry SET ${change} WHERE index = 7`);
    await expect(world.finished(id)).rejects.toThrow(reason);
    await world.tamper(
      `UPDATE audit_entry SET body = '${before?.body ?? ''}', leaf_hash = '${before?.leafHash ?? ''}' WHERE index = 7`,
    );
    expect(await world.show(id)).toMatchObject({ status: 'failed', failure: { code: 'LOG_FORK' }, bytes: 0 });
    expect((await world.said(id)).at(-1)).toMatchObject({ type: 'audit-export.failed' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { madeUpAct } from '../../test/builders/made-up-act.js';
import { integrated } from '../../test/integrated.js';
import { AuditVeilModule, LogAlarmsModule } from '../../test/log/hooks.module.js';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { codeOf, seen } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { parseEntryBundle } from '../domain/audit-log/entry-bundle.js';
import { parseSignedNote } from '../domain/audit-log/signed-note.js';
import { parseTlogProof } from '../domain/audit-log/tlog-proof.js';
import { verifyCheckpoint } from '../domain/audit-log/verify-checkpoint.js';
import { printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { verifyReceipt } from '../domain/audit-log/verify-receipt.js';
import { leafHash } from '../domain/audit-log/merkle.js';
import { Database } from '../infra/database/database.js';
import { CadenceModule } from '../infra/cadence/cadence.module.js';
import { DatabaseModule } from '../infra/database/database.module.js';
import type { SluiceRequest } from '../infra/http/access.js';
import { applicationOptions, configureApplication } from '../infra/http/application.js';
import { HttpModule } from '../infra/http/http.module.js';
import { RefusalLog } from '../infra/http/refusal-log.js';
import { AuditLog } from './audit-log.js';
import { LogKey } from './sequencer/log-key.js';
import { AuditLogModule } from './audit-log.module.js';
import { AuditReadingModule } from './audit-reading.module.js';
import type { AuditPage } from './audit-log.contract.js';

const AUDITOR = 'key_01890a5d-ac96-774b-bcce-b302099a8057';
const TRANSFER = 'tr_01890a5d-ac96-774b-bcce-b302099a8057';
const SAFE = 'safe_01890a5d-ac96-774b-bcce-b302099a8057';

/** The access guard is identity's, a row above; here everybody is one auditing service. */
@Injectable()
class AuditorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const req = context.switchToHttp().getRequest<SluiceRequest>();
    req.principal = { kind: 'service', apiKeyId: AUDITOR, name: 'siem', roles: ['auditor'] };
    return true;
  }
}

let fresh: FreshDatabase;
let app: NestExpressApplication;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  const config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  const module = await Test.createTestingModule({
    imports: [
      ...[ConfigModule.with(config), CadenceModule.with(), DatabaseModule, AuditLogModule, HttpModule],
      ...[AuditReadingModule, AuditVeilModule, LogAlarmsModule],
    ],
    providers: [{ provide: APP_GUARD, useClass: AuditorGuard }],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>(applicationOptions(false));
  configureApplication(app, config);
  await app.init();
  database = app.get(Database);
  for (let at = 0; at < 5; at += 1)
    await append({
      type: 'transfer.queued',
      actor: 'per_ada',
      subject: TRANSFER,
      safeId: SAFE,
      detail: { at },
    });
  await append({ type: 'safe.frozen', actor: 'system', safeId: SAFE, detail: { reason: 'a finding — “x”' } });
});

afterAll(async () => {
  await app.close();
  await fresh.drop({ areActsMadeUp: true });
});

const append = (act: Parameters<typeof madeUpAct>[0]): Promise<void> =>
  database.transaction((tx) => app.get(AuditLog).append(tx, madeUpAct(act)));

async function read(query = ''): Promise<AuditPage> {
  await integrated((sql) => database.read.$queryRawUnsafe(sql));
  const answer = await request(app.getHttpServer()).get(`/v1/audit-entries${query}`).expect(200);
  return answer.body as AuditPage;
}

describe('GET /v1/audit-entries', () => {
  it('invariant 16: gives the very bytes that the leaf hashes are over', async () => {
    const { data } = await read();
    expect(data.length).toBeGreaterThanOrEqual(6);
    data.forEach((entry, at) => {
      expect(entry.index).toBe(String(at));
      expect(leafHash(entry.canonical)).toBe(entry.leafHash);
      expect(JSON.parse(entry.canonical)).toEqual(entry.body);
    });
  });

  it('invariant 16: writes down who read what, before it shows anything', async () => {
    await read(`?type=safe.frozen&safe=${SAFE}&limit=7`);
    const { data } = await read('?type=audit.read&limit=200');
    expect(data.at(-1)?.body).toMatchObject({
      type: 'audit.read',
      actor: AUDITOR,
      detail: { filter: { type: 'safe.frozen', safe: SAFE, limit: 7 } },
    });
    await database.read.$executeRaw`ALTER TABLE audit_staged RENAME COLUMN seal TO lost`;
    const answer = await request(app.getHttpServer()).get('/v1/audit-entries/0');
    await database.read.$executeRaw`ALTER TABLE audit_staged RENAME COLUMN lost TO seal`;
    expect([answer.status, codeOf(answer)]).toEqual([503, 'AUDIT_UNAVAILABLE']);
    expect(answer.text).not.toContain('per_ada');
  });

  it('pages through a log that its own reading makes longer, and ends', async () => {
    const seen: string[] = [];
    let page = await read('?limit=1');
    const end = Number(page.nextCursor?.split('.')[1]);
    for (let turn = 0; turn < 200; turn += 1) {
      seen.push(...page.data.map(({ index }) => index));
      if (page.nextCursor === null) break;
      page = await read(`?limit=1&cursor=${page.nextCursor}`);
    }
    expect(seen).toEqual(Array.from({ length: end }, (_, index) => String(index)));
  });

  it('filters by type, actor, subject, Safe and time', async () => {
    expect((await read('?type=safe.frozen')).data).toHaveLength(1);
    const { data: hers } = await read('?actor=per_ada');
    expect(hers.map(({ actorName }) => actorName)).toEqual(Array<string>(5).fill('Ada'));
    const others = (await read('?limit=200')).data.filter(
      ({ body }) => (body as { actor: string }).actor !== 'per_ada',
    );
    expect(new Set(others.map(({ actorName }) => actorName))).toEqual(new Set([null]));
    expect((await read(`?subject=${TRANSFER}&limit=2`)).data).toHaveLength(2);
    expect((await read(`?safe=${SAFE}&from=2020-01-01T00:00:00Z&to=2999-01-01T00:00:00Z`)).data).toHaveLength(
      6,
    );
    expect((await read(`?transfer=${TRANSFER}`)).data).toHaveLength(5);
    expect((await read(`?transfer=${TRANSFER}&subject=${TRANSFER}`)).data).toHaveLength(5);
    expect((await read(`?transfer=${TRANSFER}&subject=another`)).data).toHaveLength(0);
    expect((await read(`?safe=${SAFE}&to=2020-01-01T00:00:00Z`)).data).toHaveLength(0);
    expect((await read(`?safe=${SAFE}&from=2999-01-01T00:00:00Z`)).data).toHaveLength(0);
  });

  it('finds by time what is older than a checkpoint, and nothing that is too old', async () => {
    await integrated((sql) => database.read.$queryRawUnsafe(sql));
    await database.read.$executeRaw`ALTER TABLE log_checkpoint DISABLE TRIGGER ALL`;
    await database.read.$executeRaw`ALTER TABLE audit_entry DISABLE TRIGGER ALL`;
    const { size } = await database.read.logCheckpoint.findFirstOrThrow({ orderBy: { size: 'asc' } });
    const back = (table: string, where: string) =>
      database.read.$executeRawUnsafe(`UPDATE ${table} SET at = at - interval '3 days' WHERE ${where}`);
    const forth = (table: string, where: string) =>
      database.read.$executeRawUnsafe(`UPDATE ${table} SET at = at + interval '3 days' WHERE ${where}`);
    const [entries, checkpoint] = [`index < ${size.toString()}`, `size = ${size.toString()}`];
    await back('audit_entry', entries);
    await back('log_checkpoint', checkpoint);
    const since = new Date(Date.now() - 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
    const before = new Date(Date.now() - 4 * 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
    const [late, all] = [await read(`?from=${since}&limit=200`), await read(`?from=${before}&limit=200`)];
    await forth('audit_entry', entries);
    await forth('log_checkpoint', checkpoint);
    await database.read.$executeRaw`ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only`;
    for (const trigger of ['log_checkpoint_append_only', 'log_checkpoint_grows'])
      await database.read.$executeRawUnsafe(`ALTER TABLE log_checkpoint ENABLE ALWAYS TRIGGER ${trigger}`);
    expect(late.data[0]?.index).toBe(size.toString());
    expect(all.data[0]?.index).toBe('0');
  });

  it('filters by outcome, of every type by its detail too', async () => {
    const subject = 'tr_01890a5d-ac96-774b-bcce-b302099a8058';
    for (const [type, detail] of [
      ['transfer.decided', { outcome: 'permit', reasons: [{ outcome: 'deny' }] }],
      ['transfer.decided', { outcome: 'deny', reasons: [] }],
      ['transfer.simulated', { verdict: 'unavailable' }],
      ['transfer.refused', {}],
      ['log.altered', {}],
    ] as const)
      await append({ type, actor: 'system', subject, detail });
    const found = async (outcome: string) => {
      const { data } = await read(`?transfer=${subject}&outcome=${outcome}`);
      return data.map(({ body }) => (body as { type: string }).type);
    };
    expect(await found('success')).toEqual(['transfer.decided']);
    expect(await found('denied')).toEqual(['transfer.decided', 'transfer.refused']);
    expect(await found('failure')).toEqual(['transfer.simulated', 'log.altered']);
  });

  it.each([
    'transfer=1',
    'outcome=good',
    'type=transfer.moved',
    'actor=a%20b',
    'safe=1',
    'from=yesterday',
    'cursor=5',
    'cursor=-1.5',
    'limit=1000',
    'order=desc',
  ])('refuses %s', async (query) => {
    const { status, body } = await seen(request(app.getHttpServer()).get(`/v1/audit-entries?${query}`));
    expect([status, body['code']]).toEqual([400, 'QUERY_SCHEMA']);
  });

  it('gives one entry, or says that the log is not that long', async () => {
    const { body } = await seen(request(app.getHttpServer()).get('/v1/audit-entries/5').expect(200));
    expect(body).toMatchObject({
      index: '5',
      body: { type: 'safe.frozen', detail: { reason: 'a finding — “x”' } },
    });
    const beyond = await request(app.getHttpServer()).get('/v1/audit-entries/999999');
    expect([beyond.status, codeOf(beyond)]).toEqual([404, 'AUDIT_ENTRY_NOT_FOUND']);
    await request(app.getHttpServer()).get('/v1/audit-entries/05').expect(404);
  });
});

describe('the signed tree', () => {
  const get = (path: string) => request(app.getHttpServer()).get(path).buffer(true);
  const bytes = (path: string) =>
    get(path).parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    });
  const trust = () => ({ logKey: app.get(LogKey).verifier, policy: null });

  it('invariant 16: is signed, and verifies with nothing but its key', async () => {
    await read();
    await integrated((sql) => database.read.$queryRawUnsafe(sql));
    const { text, headers } = await get('/v1/log/checkpoint').expect(200);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect((await get('/v1/log/key').expect(200)).text).toBe(`${printVerifierKey(trust().logKey)}\n`);
    const verdict = verifyCheckpoint(parseSignedNote(text), trust());
    expect(verdict).toMatchObject({ isValid: true, checkpoint: { origin: 'log.test/sluice' } });
  });

  it('invariant 16: gives a receipt of every entry that verifies offline, and of nothing else', async () => {
    const { data } = await read('?limit=200');
    for (const { index, canonical } of data) {
      const { text } = await get(`/v1/audit-entries/${index}/proof`).expect(200);
      const proof = parseTlogProof(text);
      expect(verifyReceipt(proof, Buffer.from(canonical), trust()).isValid).toBe(true);
      expect(verifyReceipt(proof, Buffer.from(`${canonical} `), trust()).isValid).toBe(false);
    }
    await get('/v1/audit-entries/999999/proof').expect(404);
  });

  it('gives its tiles and bundles by their paths, and reads of bundles are in the log', async () => {
    const { data } = await read('?limit=5');
    const tile: unknown = (await bytes('/v1/log/tile/0/000.p/5').expect(200)).body;
    expect(`0x${(tile as Buffer).toString('hex')}`).toBe(
      `0x${data.map(({ leafHash: each }) => each.slice(2)).join('')}`,
    );
    const bundle: unknown = (await bytes('/v1/log/tile/entries/000.p/5').expect(200)).body;
    const texts = parseEntryBundle(bundle as Buffer, 5).map((each) => Buffer.from(each).toString());
    expect(texts).toEqual(data.map(({ canonical }) => canonical));
    const reads = (await read('?type=audit.read&limit=200')).data;
    expect(reads.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ detail: { filter: { bundle: '0', width: 5 } } }),
    );
  });

  it.each([
    '0/000',
    '0/001.p/1',
    '1/000.p/1',
    'entries/000',
    '0/0',
    '0/000.p/0',
    '0/000.p/256',
    'x',
    '64/000',
  ])('has no tile %s', async (path) => {
    await get(`/v1/log/tile/${path}`).expect(404);
  });
});

describe(RefusalLog.name, () => {
  it('invariant 16: appends refused requests, bounded whatever their pointers are', async () => {
    await app.get(RefusalLog).record({
      requestId: 'req_1',
      method: 'POST',
      route: '/v1/transfers',
      code: 'BODY_SCHEMA',
      pointers: Array.from({ length: 100 }, () => `/${'x'.repeat(1000)}\ud800\u0000`),
      actor: 'anonymous',
    });
    const { data } = await read('?type=request.refused');
    expect(data.at(-1)?.body).toMatchObject({
      actor: 'anonymous',
      detail: { route: '/v1/transfers', code: 'BODY_SCHEMA' },
    });
    expect(data.at(-1)?.canonical.length).toBeLessThan(6000);
  });
});

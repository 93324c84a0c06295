import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { type Hex, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage, type SiweMessage } from 'viem/siwe';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { loadConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import type { Role } from '../domain/identity/person.js';
import { addressFromHex } from '../domain/values/address.js';
import { parseId, type PersonId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { DatabaseModule } from '../infra/database/database.module.js';
import { newId } from '../infra/database/new-id.js';
import { configureApplication } from '../infra/http/application.js';
import { HttpModule } from '../infra/http/http.module.js';
import { RouteTable } from '../infra/http/route-table.js';
import { FailureWindow } from './failure-window.js';
import { IdentityModule } from './identity.module.js';
import { PeopleRepository } from './people.repository.js';

const ORIGIN = 'http://localhost:3000';
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

type Account = ReturnType<typeof privateKeyToAccount>;
interface Member {
  readonly id: PersonId;
  readonly account: Account;
}
interface Logged {
  type: string;
  actor: string;
  subject: string | null;
  detail: Record<string, unknown>;
}

let fresh: FreshDatabase;
let app: NestExpressApplication;
let database: Database;

async function startApp(publicOrigin = ORIGIN): Promise<NestExpressApplication> {
  const config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'http://127.0.0.1:1,http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: publicOrigin,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule, AuditLogModule, IdentityModule, HttpModule],
  }).compile();
  const started = module.createNestApplication<NestExpressApplication>({
    bodyParser: false,
    logger: ['error'],
  });
  configureApplication(started, config);
  await started.init();
  return started;
}

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

// A new application for each test: the limiter counts failures by network address, and all tests share one.
beforeEach(async () => {
  app = await startApp();
  database = app.get(Database);
});

afterEach(async () => {
  await app.close();
});

async function enrol(
  roles: Role[],
  change: Partial<{ purpose: 'confirmation' | 'owner'; activeFrom: number }> = {},
): Promise<Member> {
  const account = privateKeyToAccount(generatePrivateKey());
  const id = parseId('per', newId('per'));
  const key = {
    address: addressFromHex(account.address),
    purpose: change.purpose ?? ('confirmation' as const),
    activeFrom: unixSeconds(change.activeFrom ?? 0),
    revokedAt: null,
  };
  const person = { id, name: `Person ${id.slice(-4)}`, roles, groups: [], removedAt: null, keys: [key] };
  await database.transaction((tx) =>
    app.get(PeopleRepository).insert(tx, person, unixSeconds(1_700_000_000)),
  );
  return { id, account };
}

type Agent = ReturnType<typeof request.agent>;
const browser = (): Agent => request.agent(app.getHttpServer());

async function nonceOf(agent: Agent): Promise<string> {
  const { body } = await agent.post('/v1/sessions/nonce').expect(200);
  return (body as { nonce: string }).nonce;
}

async function messageFor(
  agent: Agent,
  account: Account,
  change: Partial<SiweMessage> = {},
): Promise<string> {
  const now = Date.now();
  return createSiweMessage({
    address: account.address,
    domain: 'localhost:3000',
    uri: ORIGIN,
    version: '1',
    chainId: 1,
    nonce: await nonceOf(agent),
    issuedAt: new Date(now),
    expirationTime: new Date(now + 5 * 60_000),
    statement: 'Sign in to Sluice.',
    ...change,
  });
}

async function signIn(
  agent: Agent,
  account: Account,
  change: Partial<SiweMessage> = {},
): Promise<request.Response> {
  const message = await messageFor(agent, account, change);
  return agent.post('/v1/sessions').send({ message, signature: await account.signMessage({ message }) });
}

async function signedIn(member: Member): Promise<Agent> {
  const agent = browser();
  const { status } = await signIn(agent, member.account);
  expect(status).toBe(201);
  return agent;
}

async function logged(type: string): Promise<Logged[]> {
  const rows = await database.read.auditEntry.findMany({ where: { type }, orderBy: { index: 'asc' } });
  return rows.map(({ body }) => JSON.parse(body) as Logged);
}

const codeOf = (response: request.Response): string => (response.body as { code: string }).code;

describe('sign-in with Ethereum', () => {
  it('opens a session for an enrolled confirmation key, in the log (invariant 16)', async () => {
    const ada = await enrol(['operator']);
    const agent = browser();
    const before = await agent.post('/v1/sessions/nonce');
    const { status, body, headers } = await signIn(agent, ada.account);
    expect([status, body]).toMatchObject([
      201,
      { person: { id: ada.id, roles: ['operator'], keys: [{ purpose: 'confirmation' }] } },
    ]);
    expect(headers['set-cookie']?.[0]).toMatch(/^sluice_session=.*HttpOnly; SameSite=Strict$/);
    expect(headers['set-cookie']?.[0]).not.toBe(before.headers['set-cookie']?.[0]);
    expect((await agent.get('/v1/sessions/current').expect(200)).body).toMatchObject({
      kind: 'person',
      id: ada.id,
      roles: ['operator'],
    });
    expect((await logged('session.opened')).at(-1)).toMatchObject({ actor: ada.id });
    const [stored] = await database.read.session.findMany();
    expect(Object.keys(stored?.sess as object).sort()).toEqual(['cookie', 'personId', 'signedInAt']);
    await agent.delete('/v1/sessions/current').expect(204);
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    expect((await logged('session.closed')).at(-1)).toMatchObject({ actor: ada.id });
    expect((await logged('session.closed')).at(-1)?.subject).toBe(
      (await logged('session.opened')).at(-1)?.subject,
    );
  });

  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);
  const changes: [string, string, () => Partial<SiweMessage>][] = [
    ['another domain', 'domain', () => ({ domain: 'evil.example' })],
    ['another uri', 'uri', () => ({ uri: 'http://evil.example/login' })],
    ['another scheme', 'scheme', () => ({ scheme: 'https' })],
    ['another chain', 'chain', () => ({ chainId: 137 })],
    ['a nonce of its own', 'nonce', () => ({ nonce: 'abcdefgh12345678' })],
    ['an old message', 'issued-at', () => ({ issuedAt: minutes(-6) })],
    ['a message from the future', 'issued-at', () => ({ issuedAt: minutes(6) })],
    ['an expired message', 'expired', () => ({ expirationTime: minutes(-1) })],
    ['a message that lives too long', 'expiry-too-far', () => ({ expirationTime: minutes(11) })],
    ['a message for later', 'not-yet-valid', () => ({ notBefore: minutes(3) })],
  ];

  it.each(changes)('refuses %s', async (_name, reason, change) => {
    const ada = await enrol(['operator']);
    const agent = browser();
    const answer = await signIn(agent, ada.account, change());
    expect([answer.status, codeOf(answer), (answer.body as { detail: string }).detail]).toEqual([
      401,
      'SIGN_IN_FAILED',
      'the sign-in was not accepted',
    ]);
    expect((await logged('session.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { address: ada.account.address, reason },
    });
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
  });

  it('refuses a message without expiry, or with anything around it', async () => {
    const ada = await enrol(['operator']);
    for (const spoil of [
      (text: string): string => text.replace(/\nExpiration Time: .*/, ''),
      (text: string): string => `${text}\n`,
      (text: string): string => `Send 1 ETH.\n${text}`,
      (text: string): string => text.replace(ada.account.address, ada.account.address.toLowerCase()),
    ]) {
      const agent = browser();
      const message = spoil(await messageFor(agent, ada.account));
      const answer = await agent
        .post('/v1/sessions')
        .send({ message, signature: await ada.account.signMessage({ message }) });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_FAILED']);
    }
  });

  it('takes a nonce once: not again later, and not twice at the same moment', async () => {
    const ada = await enrol(['operator']);
    const agent = browser();
    const message = await messageFor(agent, ada.account);
    const body = { message, signature: await ada.account.signMessage({ message }) };
    const cookie = await database.read.session.count();
    const answers = await Promise.all(Array.from({ length: 4 }, () => agent.post('/v1/sessions').send(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401]);
    expect((await agent.post('/v1/sessions').send(body)).status).toBe(401);
    expect(await database.read.session.count()).toBeLessThanOrEqual(cookie + 1);
    // Another browser's nonce does not help either.
    expect((await browser().post('/v1/sessions').send(body)).status).toBe(401);
  });

  it('refuses keys that are not enrolled, are for owners, not active yet, revoked, or of a removed person', async () => {
    const stranger = privateKeyToAccount(generatePrivateKey());
    const owner = await enrol(['signer'], { purpose: 'owner' });
    const later = await enrol(['operator'], { activeFrom: Math.floor(Date.now() / 1000) + 3600 });
    const revoked = await enrol(['operator']);
    await database.read.key.updateMany({ where: { personId: revoked.id }, data: { revokedAt: new Date() } });
    const removed = await enrol(['operator']);
    await database.read.person.update({ where: { id: removed.id }, data: { removedAt: new Date() } });
    for (const account of [stranger, owner.account, later.account, revoked.account, removed.account]) {
      expect(codeOf(await signIn(browser(), account))).toBe('SIGN_IN_FAILED');
      expect((await logged('session.refused')).at(-1)?.detail).toMatchObject({
        address: account.address,
        reason: 'key not enrolled',
      });
    }
  });

  it('refuses the high-s form of a good signature, another key and a smaller v', async () => {
    const ada = await enrol(['operator']);
    const eve = privateKeyToAccount(generatePrivateKey());
    const forms: ((message: string) => Promise<Hex>)[] = [
      async (message) => {
        const signature = await ada.account.signMessage({ message });
        const s = CURVE_ORDER - BigInt(slice(signature, 32, 64));
        const v = slice(signature, 64) === '0x1b' ? '1c' : '1b';
        return `${slice(signature, 0, 32)}${s.toString(16).padStart(64, '0')}${v}`;
      },
      (message) => eve.signMessage({ message }),
      async (message) => {
        const signature = await ada.account.signMessage({ message });
        return `${slice(signature, 0, 64)}${slice(signature, 64) === '0x1b' ? '00' : '01'}`;
      },
    ];
    for (const sign of forms) {
      const agent = browser();
      const message = await messageFor(agent, ada.account);
      const answer = await agent.post('/v1/sessions').send({ message, signature: await sign(message) });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_FAILED']);
      expect((await logged('session.refused')).at(-1)?.detail).toMatchObject({ reason: 'signature' });
    }
  });

  it('refuses a malformed body as such', async () => {
    const answer = await browser()
      .post('/v1/sessions')
      .send({ message: 'x', signature: '0x12', remember: true });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'BODY_SCHEMA']);
    expect((await logged('request.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { route: '/v1/sessions', pointers: ['/signature', '/remember'] },
    });
  });

  it('stops a network address after ten failures, and no other', async () => {
    const ada = await enrol(['operator']);
    const failures = Array.from({ length: 10 }, () => ({ message: 'x', signature: `0x${'00'.repeat(65)}` }));
    for (const body of failures) await browser().post('/v1/sessions').send(body).expect(401);
    const answer = await signIn(browser(), ada.account);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(200);
    expect((await logged('session.refused')).at(-1)?.detail).toMatchObject({ isLastBeforeRateLimit: true });
  });
});

describe('a session', () => {
  it('has the roles of this moment, and ends with the removal of its person', async () => {
    const ada = await enrol(['operator']);
    const agent = await signedIn(ada);
    expect((await agent.get('/v1/api-keys')).status).toBe(403);
    await database.read.person.update({ where: { id: ada.id }, data: { roles: ['admin'] } });
    expect((await agent.get('/v1/api-keys')).status).toBe(200);
    await database.read.person.update({ where: { id: ada.id }, data: { removedAt: new Date() } });
    expect((await agent.get('/v1/api-keys')).status).toBe(401);
  });

  it('ends after twelve hours however busy, and after thirty idle minutes', async () => {
    const agent = await signedIn(await enrol(['operator']));
    const rows = await database.read.session.findMany({ orderBy: { expire: 'desc' }, take: 1 });
    const idleMs = (rows[0]?.expire.getTime() ?? 0) - Date.now();
    expect(idleMs).toBeGreaterThan(28 * 60_000);
    expect(idleMs).toBeLessThan(31 * 60_000);
    await database.read.$executeRaw`
      UPDATE session SET sess = (sess::jsonb || jsonb_build_object('signedInAt', (sess->>'signedInAt')::bigint - 43201))::json
      WHERE sess->>'personId' IS NOT NULL`;
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
  });

  it('is Secure and host-bound when people come by https, also behind a proxy that ends TLS', async () => {
    const secure = await startApp('https://sluice.example');
    const { headers } = await request(secure.getHttpServer()).post('/v1/sessions/nonce').expect(200);
    expect(headers['set-cookie']?.[0]).toMatch(
      /^__Host-sluice_session=.*Path=\/;.*HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(headers['set-cookie']?.[0]).not.toContain('Domain');
    expect(headers['strict-transport-security']).toBeDefined();
    await secure.close();
  });

  it.each([
    ['Origin', 'https://evil.example'],
    ['Origin', 'null'],
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Site', 'same-site'],
  ])('H07: does not act for a page with %s: %s', async (header, value) => {
    const ada = await enrol(['operator']);
    const agent = await signedIn(ada);
    const answer = await agent.delete('/v1/sessions/current').set(header, value);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'CSRF']);
    await agent.get('/v1/sessions/current').expect(200);
    await agent
      .delete('/v1/sessions/current')
      .set('Origin', ORIGIN)
      .set('Sec-Fetch-Site', 'same-origin')
      .expect(204);
  });
});

describe('access', () => {
  const wanted = (): object => ({
    name: 'refill bot',
    roles: ['operator'],
    expiresAt: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, ''),
  });

  it('invariant 16: a refused request is in the log', async () => {
    const anonymous = await browser().post('/v1/api-keys').set('Idempotency-Key', 'a').send(wanted());
    expect([anonymous.status, codeOf(anonymous), anonymous.headers['www-authenticate']]).toEqual([
      401,
      'UNAUTHENTICATED',
      'Bearer realm="sluice"',
    ]);
    expect((await logged('request.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { method: 'POST', route: '/v1/api-keys', code: 'UNAUTHENTICATED' },
    });
    const ada = await enrol(['operator']);
    const agent = await signedIn(ada);
    const forbidden = await agent.post('/v1/api-keys').set('Idempotency-Key', 'a').send('{ not even json');
    expect([forbidden.status, codeOf(forbidden)]).toEqual([403, 'FORBIDDEN']);
    expect((await logged('request.refused')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { code: 'FORBIDDEN' },
    });
    const duplicate = await agent
      .delete('/v1/sessions/current')
      .set('Content-Type', 'application/json')
      .send('{"a":1,"a":2}');
    expect([duplicate.status, codeOf(duplicate)]).toEqual([422, 'BODY_DUPLICATE_KEY']);
    expect((await logged('request.refused')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { code: 'BODY_DUPLICATE_KEY', pointers: ['/a'] },
    });
  });

  it('by an API key lasts until it is revoked or expires, and its secret is answered once', async () => {
    const agent = await signedIn(await enrol(['admin']));
    const first = await agent.post('/v1/api-keys').set('Idempotency-Key', 'k').send(wanted());
    expect(first.status).toBe(201);
    const { apiKey, secret } = first.body as { apiKey: { id: string }; secret: string };
    expect(secret).toMatch(/^slk_[0-9a-f-]{36}_[A-Za-z0-9_-]{43}$/);
    const replay = await agent
      .post('/v1/api-keys')
      .set('Idempotency-Key', 'k')
      .send(first.request.toJSON().data as object);
    expect([replay.status, replay.headers['idempotent-replayed'], replay.body]).toEqual([
      201,
      'true',
      { apiKey, secret: null },
    ]);
    const everything = JSON.stringify([
      await database.read.idempotencyKey.findMany(),
      await logged('api-key.created'),
      await database.read.apiKey.findMany(),
    ]);
    expect(everything).not.toContain(secret.slice(-43));

    const service = (token: string): request.Test =>
      request(app.getHttpServer()).get('/v1/sessions/current').set('Authorization', `Bearer ${token}`);
    expect((await service(secret).expect(200)).body).toEqual({
      kind: 'service',
      id: apiKey.id,
      name: 'refill bot',
      roles: ['operator'],
    });
    const last = secret.at(-1) ?? '';
    const twin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const otherSpelling = secret.slice(0, -1) + (twin[twin.indexOf(last) ^ 1] ?? '');
    for (const wrong of [
      otherSpelling,
      secret.replace(/.{43}$/, 'A'.repeat(43)),
      `${secret}A`,
      'x',
      `slk_${newId('x').slice(2)}_${secret.slice(-43)}`,
    ]) {
      expect((await service(wrong)).status).toBe(401);
    }
    const both = await agent.get('/v1/sessions/current').set('Authorization', `Bearer ${secret}`);
    expect([both.status, codeOf(both)]).toEqual([401, 'UNAUTHENTICATED']);

    await agent.delete(`/v1/api-keys/${apiKey.id}`).expect(200);
    expect(codeOf(await agent.delete(`/v1/api-keys/${apiKey.id}`))).toBe('STATE_CONFLICT');
    expect((await service(secret)).status).toBe(401);
    expect((await logged('api-key.revoked')).at(-1)).toMatchObject({ subject: apiKey.id });
    expect(codeOf(await agent.delete(`/v1/api-keys/${newId('key')}`))).toBe('API_KEY_NOT_FOUND');

    const second = await agent.post('/v1/api-keys').set('Idempotency-Key', 'k2').send(wanted());
    const { apiKey: shortLived, secret: soon } = second.body as { apiKey: { id: string }; secret: string };
    await service(soon).expect(200);
    await database.read.apiKey.update({
      where: { id: shortLived.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    expect((await service(soon)).status).toBe(401);
  });

  it('by an API key has no person’s roles and at most a year', async () => {
    const agent = await signedIn(await enrol(['admin']));
    const make = (change: object, key: string): request.Test =>
      agent
        .post('/v1/api-keys')
        .set('Idempotency-Key', key)
        .send({ ...wanted(), ...change });
    expect(codeOf(await make({ roles: ['admin'] }, 'r1'))).toBe('BODY_SCHEMA');
    expect(codeOf(await make({ roles: ['approver'] }, 'r2'))).toBe('BODY_SCHEMA');
    expect(codeOf(await make({ expiresAt: '2099-01-01T00:00:00Z' }, 'r3'))).toBe('EXPIRY_TOO_FAR');
    expect(codeOf(await make({ expiresAt: '2020-01-01T00:00:00Z' }, 'r4'))).toBe('EXPIRED');
    expect(codeOf(await make({ name: 'bot\u200b' }, 'r5'))).toBe('LABEL_CONFUSABLE');
  });

  it('to people is for everybody signed in', async () => {
    const ada = await enrol(['auditor']);
    const agent = await signedIn(ada);
    const { body } = await agent.get('/v1/people').expect(200);
    expect((body as { data: { id: string }[] }).data.map(({ id }) => id)).toContain(ada.id);
    expect((await browser().get('/v1/people')).status).toBe(401);
  });

  it('is open to strangers on four routes only', () => {
    const open = app
      .get(RouteTable)
      .list()
      .filter(({ access }) => access.kind === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'POST /v1/sessions',
      'POST /v1/sessions/nonce',
    ]);
  });
});

describe(FailureWindow.name, () => {
  it('keeps addresses apart, forgets after the window, and counts an IPv6 /64 as one', () => {
    let now = 0;
    const window = new FailureWindow({ max: 2, windowMs: 60_000 }, () => now);
    expect([window.fail('10.0.0.1'), window.fail('10.0.0.1')]).toEqual([false, true]);
    expect([
      window.waitSeconds('10.0.0.1'),
      window.waitSeconds('::ffff:10.0.0.1'),
      window.waitSeconds('10.0.0.2'),
    ]).toEqual([60, 60, 0]);
    window.fail('2001:db8:1:2::1');
    window.fail('2001:db8:1:2::2');
    expect([window.waitSeconds('2001:db8:1:2::3'), window.waitSeconds('2001:db8:1:3::1')]).toEqual([60, 0]);
    now = 60_001;
    expect(window.waitSeconds('10.0.0.1')).toBe(0);
  });
});

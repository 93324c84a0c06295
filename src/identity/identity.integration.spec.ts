import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { person } from '../../test/governance.js';
import { IdentityWorld, ORIGIN, startIdentity } from '../../test/http/identity-world.js';
import { codeOf, seen } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { newId } from '../infra/database/new-id.js';
import { RouteTable } from '../infra/http/route-table.js';
import { PeopleView, PersonView } from './identity.contract.js';

let fresh: FreshDatabase;
let world: IdentityWorld;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

// A new application for each test: the limiter counts failures by network address, and all tests share one.
beforeEach(async () => {
  world = await IdentityWorld.open(fresh.url);
});

afterEach(async () => {
  await world.app.close();
});

describe('a session', () => {
  it('has the roles of this moment, and ends with the removal of its person', async () => {
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    expect((await agent.get('/v1/api-keys')).status).toBe(403);
    await world.governance.change('person', ada.id, person('Ada', ['admin']));
    expect((await agent.get('/v1/api-keys')).status).toBe(200);
    await world.governance.change('person', ada.id, null);
    expect((await agent.get('/v1/api-keys')).status).toBe(401);
  });

  it('is Secure and host-bound when people come by https, also behind a proxy that ends TLS', async () => {
    const secure = await startIdentity(fresh.url, 'https://sluice.example');
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
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
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
    const anonymous = await world.browser().post('/v1/api-keys').set('Idempotency-Key', 'a').send(wanted());
    expect([anonymous.status, codeOf(anonymous), anonymous.headers['www-authenticate']]).toEqual([
      401,
      'UNAUTHENTICATED',
      'Bearer realm="sluice"',
    ]);
    expect((await world.logged('request.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { method: 'POST', route: '/v1/api-keys', code: 'UNAUTHENTICATED' },
    });
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    const forbidden = await agent.post('/v1/api-keys').set('Idempotency-Key', 'a').send('{ not even json');
    expect([forbidden.status, codeOf(forbidden)]).toEqual([403, 'FORBIDDEN']);
    expect((await world.logged('request.refused')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { code: 'FORBIDDEN' },
    });
    const duplicate = await agent
      .delete('/v1/sessions/current')
      .set('Content-Type', 'application/json')
      .send('{"a":1,"a":2}');
    expect([duplicate.status, codeOf(duplicate)]).toEqual([422, 'BODY_DUPLICATE_KEY']);
    expect((await world.logged('request.refused')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { code: 'BODY_DUPLICATE_KEY', pointers: ['/a'] },
    });
  });

  it('by an API key lasts until it is revoked or expires, and its secret is answered once', async () => {
    const agent = await world.signedIn(await world.enrol(['admin']));
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
      await world.database.read.idempotencyKey.findMany(),
      await world.logged('api-key.created'),
      await world.database.read.apiKey.findMany(),
    ]);
    expect(everything).not.toContain(secret.slice(-43));

    const service = (token: string): request.Test =>
      request(world.app.getHttpServer()).get('/v1/sessions/current').set('Authorization', `Bearer ${token}`);
    expect((await service(secret).expect(200)).body).toEqual({
      kind: 'service',
      id: apiKey.id,
      name: 'refill bot',
      roles: ['operator'],
      expiresAt: expect.any(String),
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
    expect((await world.logged('api-key.revoked')).at(-1)).toMatchObject({ subject: apiKey.id });
    expect(codeOf(await agent.delete(`/v1/api-keys/${newId('key')}`))).toBe('API_KEY_NOT_FOUND');

    const second = await agent.post('/v1/api-keys').set('Idempotency-Key', 'k2').send(wanted());
    const { apiKey: shortLived, secret: soon } = second.body as { apiKey: { id: string }; secret: string };
    await service(soon).expect(200);
    await world.database.read.apiKey.update({
      where: { id: shortLived.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    expect((await service(soon)).status).toBe(401);
  });

  it('by an API key has no person’s roles and at most a year', async () => {
    const agent = await world.signedIn(await world.enrol(['admin']));
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
    const ada = await world.enrol(['auditor']);
    const agent = await world.signedIn(ada);
    const { body } = await seen(agent.get('/v1/people').expect(200));
    expect((body as { data: { id: string }[] }).data.map(({ id }) => id)).toContain(ada.id);
    expect((await world.browser().get('/v1/people')).status).toBe(401);
  });

  it('to people is by name, id, role and removal, and to one person by the id', async () => {
    const ada = await world.enrol(['auditor']);
    const agent = await world.signedIn(ada);
    const found = async (query: string) => {
      const { body } = await seen(agent.get(`/v1/people?${query}`).expect(200));
      return PeopleView.parse(body).data.map(({ id }) => id);
    };
    expect(await found(`q=${ada.id.slice(-12)}&role=auditor&removed=false`)).toEqual([ada.id]);
    expect(await found(`q=${ada.id}&removed=true`)).toEqual([]);
    expect(codeOf(await agent.get('/v1/people?role=boss'))).toBe('QUERY_SCHEMA');
    const { body } = await seen(agent.get(`/v1/people/${ada.id}`).expect(200));
    const { id, name } = PersonView.parse(body);
    expect(id).toBe(ada.id);
    expect(await found(`q=${encodeURIComponent(name.toUpperCase())}`)).toContain(ada.id);
    const malformed = await agent.get('/v1/people/ada');
    expect(malformed.body).toMatchObject({
      code: 'PERSON_NOT_FOUND',
      detail: 'no such person: an id is per_ and a UUID',
    });
    expect([malformed.status, codeOf(await agent.get(`/v1/people/${newId('per')}`))]).toEqual([
      404,
      'PERSON_NOT_FOUND',
    ]);
    expect((await world.browser().get(`/v1/people/${ada.id}`)).status).toBe(401);
  });

  it('is refused in words that say who may, and as whom it was asked', async () => {
    const ada = await world.enrol(['auditor']);
    const agent = await world.signedIn(ada);
    const { name } = PersonView.parse((await seen(agent.get(`/v1/people/${ada.id}`))).body);
    const refused = await agent.delete(`/v1/api-keys/${newId('key')}`);
    expect(refused.body).toMatchObject({
      code: 'FORBIDDEN',
      detail: `only an admin may do this; you are signed in as ${name} (auditor)`,
    });
  });

  it('is open to strangers on health and sign-in only', () => {
    const open = world.app
      .get(RouteTable)
      .list()
      .filter(({ access }) => access.kind === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /v1/sessions/oidc',
      'GET /v1/sessions/oidc/callback',
      'POST /v1/sessions',
      'POST /v1/sessions/nonce',
      'POST /v1/sessions/passkey',
      'POST /v1/sessions/passkey/options',
    ]);
  });

  it('does not let a stranger fill the log', async () => {
    const before = (await world.logged('request.refused')).length;
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 103; attempt += 1) {
      statuses.push((await world.browser().post('/v1/api-keys').send({})).status);
    }
    expect(statuses.slice(99)).toEqual([401, 429, 429, 429]);
    expect((await world.logged('request.refused')).length - before).toBe(100);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { createSiweMessage } from 'viem/siwe';
import { IdentityWorld, type Member, startIdentity } from '../../test/http/identity-world.js';
import { begin } from '../../test/http/openid-browser.js';
import { TestOpenIdProvider } from '../../test/http/openid-provider.js';
import { codeOf } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { wireTime } from '../../sandbox/founding.js';

let fresh: FreshDatabase;
let world: IdentityWorld;
let ada: Member;

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await IdentityWorld.open(fresh.url);
  ada = await world.enrol(['admin', 'operator']);
  await world.app.close();
});

afterAll(async () => {
  await fresh.drop();
});

beforeEach(async () => {
  world = await IdentityWorld.open(fresh.url);
});

afterEach(async () => {
  await world.app.close();
});

function cookiesOf(answer: request.Response): string[] {
  return (answer.headers['set-cookie'] ?? []) as string[];
}

function pairOf(set: string | undefined): string {
  return set?.split(';', 1)[0] ?? '';
}

const get = (cookie: string): request.Test =>
  request(world.app.getHttpServer()).get('/v1/sessions/current').set('Cookie', cookie);

describe('session fixation', () => {
  it('a cookie that was planted before the sign-in opens nothing after it', async () => {
    const planted = pairOf(cookiesOf(await world.browser().post('/v1/sessions/nonce').expect(200))[0]);
    const victim = world.browser();
    const asked = await victim.post('/v1/sessions/nonce').set('Cookie', planted).expect(200);
    expect(pairOf(cookiesOf(asked)[0])).not.toBe(planted);
    expect((await world.signIn(victim, ada.account)).status).toBe(201);
    await victim.get('/v1/sessions/current').expect(200);
    expect((await get(planted)).status).toBe(401);
  });

  it('the cookie of a nonce is not the one of the session that it leads to', async () => {
    const agent = world.browser();
    const before = pairOf(cookiesOf(await agent.post('/v1/sessions/nonce').expect(200))[0]);
    const after = pairOf(cookiesOf(await world.signIn(agent, ada.account))[0]);
    expect([after, before]).not.toContain('');
    expect(after).not.toBe(before);
    expect([(await get(after)).status, (await get(before)).status]).toEqual([200, 401]);
  });

  it('an id without Sluice’s own signature is nobody’s', async () => {
    const cookie = pairOf(cookiesOf(await world.signIn(world.browser(), ada.account))[0]);
    const [name = '', value = ''] = cookie.split('=');
    const [sid = '', signature = ''] = decodeURIComponent(value).slice(2).split('.');
    const forged = [
      sid,
      `s:${sid}`,
      `s:${sid}.${signature.slice(0, -2)}AA`,
      `s:${sid}x.${signature}`,
      `j:{"sid":"${sid}"}`,
      '',
    ];
    for (const each of forged) {
      const answer = await get(`${name}=${encodeURIComponent(each)}`);
      expect([each, answer.status]).toEqual([each, 401]);
    }
    await get(cookie).expect(200);
  });

  it('a session read from the database signs nobody in', async () => {
    await world.signedIn(ada);
    const [row] = await world.database.read.personSession.findMany({ where: { personId: ada.id }, take: 1 });
    for (const read of [row?.id, row?.sidHash]) {
      expect((await get(`sluice_session=s%3A${String(read)}.x`)).status).toBe(401);
    }
  });
});

describe('a post from a page of another site', () => {
  const FORMS = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

  it.each(FORMS)('H07: as %s is refused for its origin, and for what it is without one', async (type) => {
    const agent = await world.signedIn(ada);
    const post = (headers: Record<string, string>): request.Test =>
      agent
        .post('/v1/api-keys')
        .set({ 'Content-Type': type, 'Idempotency-Key': 'form', ...headers })
        .send('{"name":"bot","roles":["operator"],"x":"="}');
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost:3001',
      'http://localhost:3000.evil.example',
    ]) {
      const answer = await post({ Origin: origin });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'CSRF']);
    }
    const silent = await post({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' });
    expect([silent.status, codeOf(silent)]).toEqual([403, 'CSRF']);
    const bare = await post({});
    expect([bare.status, codeOf(bare)]).toEqual([415, 'CONTENT_TYPE']);
    expect(await world.database.read.apiKey.count()).toBe(0);
  });

  it.each(['/v1/sessions', '/v1/sessions/nonce'])('H07: signs nobody in or out by %s', async (path) => {
    const agent = await world.signedIn(ada);
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      expect(codeOf(await agent.post(path).set(headers).send({}))).toBe('CSRF');
    }
    await agent.get('/v1/sessions/current').expect(200);
  });
});

describe('members that nobody asked for', () => {
  const wanted = { name: 'bot', roles: ['operator'], expiresAt: wireTime(Date.now() + 3_600_000) };

  it.each(['id', 'secretHash', 'createdBy', 'revokedAt', 'lastUsedAt', 'state'])(
    'H15: an API key is not made with %s',
    async (member) => {
      const agent = await world.signedIn(ada);
      const answer = await agent
        .post('/v1/api-keys')
        .set('Idempotency-Key', member)
        .send({ ...wanted, [member]: null });
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({
          code: 'BODY_SCHEMA',
          errors: [expect.objectContaining({ pointer: `/${member}` })],
        }),
      ]);
    },
  );

  it.each(['personId', 'roles', 'method', 'signedInAt'])('H15: nobody signs in with %s', async (member) => {
    const agent = world.browser();
    const message = await world.messageFor(agent, ada.account);
    const signature = await ada.account.signMessage({ message });
    const answer = await agent.post('/v1/sessions').send({ message, signature, [member]: ['admin'] });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'BODY_SCHEMA']);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'H16: %s is a member like any other: refused',
    async (name) => {
      const agent = await world.signedIn(ada);
      const body = JSON.stringify(wanted).replace(/\}$/, `,"${name}":{"roles":["admin"],"polluted":true}}`);
      for (const [path, text] of [
        ['/v1/api-keys', body],
        ['/v1/sessions', `{"message":"x","signature":"x","${name}":{"polluted":true}}`],
      ] as const) {
        const answer = await agent
          .post(path)
          .set({ 'Content-Type': 'application/json', 'Idempotency-Key': name })
          .send(text);
        expect([answer.status, codeOf(answer)]).toEqual([422, 'BODY_SCHEMA']);
      }
      const query = await agent.get(`/v1/sessions?${name}[polluted]=true&${name}=x`);
      expect([query.status, codeOf(query)]).toEqual([400, 'QUERY_SCHEMA']);
      expect('polluted' in {}).toBe(false);
    },
  );
});

describe('cookies, where people come by https', () => {
  const origin = 'https://sluice.example';
  let secure: NestExpressApplication;
  let provider: TestOpenIdProvider;

  beforeEach(async () => {
    provider = await TestOpenIdProvider.start(origin);
    secure = await startIdentity(fresh.url, origin, provider.settings);
  });

  afterEach(async () => {
    await secure.close();
    await provider.stop();
  });

  const attributes = (set: string | undefined): string[] =>
    (set ?? '')
      .split('; ')
      .slice(1)
      .map((attribute) => attribute.replace(/^(Expires|Max-Age)=.*/, '$1'))
      .filter((attribute) => attribute !== 'Max-Age')
      .sort();

  it('are host-bound, Secure, HttpOnly and Strict: the one of a session', async () => {
    const http = request(secure.getHttpServer());
    const asked = await http.post('/v1/sessions/nonce').expect(200);
    const now = Date.now();
    const message = createSiweMessage({
      address: ada.account.address,
      domain: 'sluice.example',
      uri: origin,
      version: '1',
      chainId: 1,
      nonce: (asked.body as { nonce: string }).nonce,
      issuedAt: new Date(now),
      expirationTime: new Date(now + 300_000),
    });
    const answer = await http
      .post('/v1/sessions')
      .set('Cookie', pairOf(cookiesOf(asked)[0]))
      .send({ message, signature: await ada.account.signMessage({ message }) })
      .expect(201);
    for (const set of [cookiesOf(asked), cookiesOf(answer)]) {
      expect(set).toHaveLength(1);
      expect(set[0]).toMatch(/^__Host-sluice_session=/);
      expect(attributes(set[0])).toEqual(['Expires', 'HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
    }
    // The name without its prefix is another cookie, which anyone on the site could have set.
    const plain = pairOf(cookiesOf(answer)[0]).replace('__Host-', '');
    expect((await http.get('/v1/sessions/current').set('Cookie', plain)).status).toBe(401);
    await http.get('/v1/sessions/current').set('Cookie', `__Host-${plain}`).expect(200);
  });

  it('are the same but for Lax: the one that waits for the provider’s answer', async () => {
    const agent = request.agent(secure.getHttpServer());
    const answer = await agent.get('/v1/sessions/oidc').expect(302);
    const [set, ...others] = cookiesOf(answer);
    expect([set, others]).toEqual([expect.stringMatching(/^__Host-sluice_openid=/), []]);
    expect(attributes(set)).toEqual(['Expires', 'HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect((await begin(agent)).searchParams.get('redirect_uri')).toBe(`${origin}/v1/sessions/oidc/callback`);
  });
});

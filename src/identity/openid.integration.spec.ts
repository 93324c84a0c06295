import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Agent, IdentityWorld, type Member, ORIGIN } from '../../test/http/identity-world.js';
import { begin, changed, follow } from '../../test/http/openid-browser.js';
import { TestOpenIdProvider } from '../../test/http/openid-provider.js';
import { codeOf } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';

let fresh: FreshDatabase;
let provider: TestOpenIdProvider;
let world: IdentityWorld;
let ada: Member;

beforeAll(async () => {
  fresh = await freshDatabase();
  provider = await TestOpenIdProvider.start(ORIGIN);
  world = await IdentityWorld.open(fresh.url, provider.settings);
  ada = await enrolled('ada@desk');
  await world.app.close();
});

afterAll(async () => {
  await provider.stop();
  await fresh.drop();
});

beforeEach(async () => {
  provider.reset();
  world = await IdentityWorld.open(fresh.url, provider.settings);
  await world.database.read.openIdSignIn.deleteMany();
});

afterEach(async () => {
  await world.app.close();
});

/** Somebody whose record names this account at the provider. */
async function enrolled(subject: string): Promise<Member> {
  provider.account = subject;
  const accounts = [{ issuer: provider.issuer, subject }];
  return world.enrol(['operator', 'approver'], { accounts });
}

/** Begins in a browser and signs in at the provider; where that sends it back to. */
async function returning(agent: Agent): Promise<URL> {
  return provider.visit((await begin(agent)).href);
}

/** Nobody is signed in by it, the caller learns nothing, and the log has the reason. */
async function expectRefused(agent: Agent, url: URL, reason: string | RegExp): Promise<void> {
  const answer = await follow(agent, url);
  expect([answer.status, codeOf(answer), (answer.body as { detail: string }).detail]).toEqual([
    401,
    'SIGN_IN_FAILED',
    'the sign-in was not accepted',
  ]);
  expect((await world.logged('session.refused')).at(-1)).toMatchObject({
    actor: 'anonymous',
    detail: { reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
  });
  expect((await agent.get('/v1/sessions/current')).status).toBe(401);
}

describe('sign-in by the OpenID provider', () => {
  it('opens a session for the person whose record names the account, in the log (invariant 16)', async () => {
    const agent = world.browser();
    const started = await agent.get('/v1/sessions/oidc').expect(302);
    const location = new URL(started.headers['location'] ?? '');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: 'sluice',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${ORIGIN}/v1/sessions/oidc/callback`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(started.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^sluice_openid=[\w-]{43}; Max-Age=600; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const url = await provider.visit(location.href);
    const answer = await follow(agent, changed(url, { session_state: 'of the provider' })).expect(200);
    expect([answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^sluice_openid=; Path=\/; Expires=Thu, 01 Jan 1970/),
      expect.stringMatching(/^sluice_session=.*HttpOnly; SameSite=Strict$/),
    ]);
    expect(provider.redeemed.map((form) => form.has('code_verifier'))).toEqual([true]);
    expect((await agent.get('/v1/sessions/current').expect(200)).body).toMatchObject({
      kind: 'person',
      id: ada.id,
      roles: ['operator', 'approver'],
    });
    expect((await agent.get('/v1/sessions').expect(200)).body).toMatchObject({
      data: [{ method: 'openid', isCurrent: true }],
    });
    expect((await world.logged('session.opened')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { method: 'openid' },
    });
    expect(await world.database.read.openIdSignIn.count()).toBe(0);
  });

  it('opens nothing for an account that nobody’s record names, and the log says which', async () => {
    provider.account = 'eve@desk';
    const agent = world.browser();
    await expectRefused(agent, await returning(agent), 'account not enrolled');
    expect((await world.logged('session.refused')).at(-1)?.detail).toMatchObject({
      account: { issuer: provider.issuer, subject: 'eve@desk' },
      networkAddress: expect.any(String),
    });
  });

  it('opens nothing for the same name at another issuer, nor for one that two people claim', async () => {
    provider.account = 'max@desk';
    await world.enrol(['admin'], { accounts: [{ issuer: 'https://login.example', subject: 'max@desk' }] });
    const agent = world.browser();
    await expectRefused(agent, await returning(agent), 'account not enrolled');
    await enrolled('max@desk');
    await enrolled('max@desk');
    await expectRefused(agent, await returning(agent), 'account not enrolled');
  });

  it('opens nothing for a person who was removed', async () => {
    await world.remove(await enrolled('tom@desk'));
    const agent = world.browser();
    await expectRefused(agent, await returning(agent), 'person removed');
  });

  it('opens nothing when the provider denies it', async () => {
    provider.isDenying = true;
    const agent = world.browser();
    await expectRefused(agent, await returning(agent), 'denied by the provider');
  });
});

describe('an answer of the provider', () => {
  it('is good once: not again, and not twice at the same moment', async () => {
    const agent = world.browser();
    const url = await returning(agent);
    const answers = await Promise.all([1, 2, 3, 4].map(() => follow(agent, url)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect((await follow(agent, url)).status).toBe(401);
    expect(provider.redeemed).toHaveLength(1);
  });

  it('is good in the browser that began it, only: nobody is signed in as somebody else by a link', async () => {
    const [evil, victim] = [world.browser(), world.browser()];
    const link = await returning(evil);
    await expectRefused(victim, link, 'begun by no browser, or another one');
    const own = await returning(victim);
    await expectRefused(victim, link, 'not begun here, or used, or too late');
    // The link spoilt neither of the two sign-ins.
    await follow(victim, own).expect(200);
    await follow(evil, link).expect(200);
  });

  it('is refused with a code that was got by somebody else, or before', async () => {
    const [evil, victim] = [world.browser(), world.browser()];
    const [code, own] = [(await returning(victim)).searchParams.get('code'), await returning(evil)];
    await expectRefused(evil, changed(own, { code }), /^OAUTH_RESPONSE_BODY_ERROR invalid_grant$/);
    const used = await returning(victim);
    await follow(victim, used).expect(200);
    const again = changed(await returning(victim), { code: used.searchParams.get('code') });
    expect((await follow(victim, again)).status).toBe(401);
  });

  it.each([
    ['another state', { state: 'x'.repeat(43) }, /not begun here/],
    ['no state', { state: null }, /no state/],
    ['no code', { code: null }, /^OAUTH_INVALID_RESPONSE$/],
    ['another issuer (mix-up)', { iss: 'https://evil.example' }, /^OAUTH_INVALID_RESPONSE$/],
    ['no issuer, which this provider always names', { iss: null }, /^OAUTH_INVALID_RESPONSE$/],
    ['an ID token in the address', { id_token: 'a.b.c' }, /^OAUTH_/],
  ])('is refused with %s', async (_name, change, reason) => {
    const agent = world.browser();
    await expectRefused(agent, changed(await returning(agent), change), reason);
  });

  it('is refused with a member twice', async () => {
    const agent = world.browser();
    const url = await returning(agent);
    url.searchParams.append('state', url.searchParams.get('state') ?? '');
    await expectRefused(agent, url, 'no state');
  });

  it('is refused when the code was not bound to the browser by PKCE', async () => {
    provider.demandsPkce = false;
    const agent = world.browser();
    const location = changed(await begin(agent), { code_challenge: null, code_challenge_method: null });
    await expectRefused(
      agent,
      await provider.visit(location.href),
      'OAUTH_RESPONSE_BODY_ERROR invalid_grant',
    );
  });

  it('is refused after ten minutes, by the database’s clock', async () => {
    const agent = world.browser();
    const url = await returning(agent);
    await world.database.read.$executeRaw`UPDATE openid_sign_in SET expires_at = now()`;
    await expectRefused(agent, url, 'not begun here, or used, or too late');
    await begin(world.browser());
    expect(await world.database.read.openIdSignIn.count()).toBe(1);
  });

  it('is refused when two handles came along: one of them was planted', async () => {
    const agent = world.browser();
    const started = await agent.get('/v1/sessions/oidc').expect(302);
    const [own] = (started.headers['set-cookie'] as unknown as string[])[0]?.split(';', 1) ?? [];
    const url = await provider.visit(started.headers['location'] ?? '');
    const planted = `sluice_openid=${'x'.repeat(43)}`;
    const bare = world.browser().set('Cookie', `${own ?? ''}; ${planted}`);
    await expectRefused(bare, url, 'begun by no browser, or another one');
  });
});

describe('an ID token', () => {
  const now = (): number => Math.floor(Date.now() / 1000);

  it.each<[string, NonNullable<TestOpenIdProvider['alter']>, RegExp]>([
    ['for another client', (claims, { own }) => own({ ...claims, aud: 'another' }), /JWT_CLAIM_COMPARISON/],
    [
      'for another client too, and given to that one',
      (claims, { own }) => own({ ...claims, aud: ['sluice', 'another'], azp: 'another' }),
      /JWT_CLAIM_COMPARISON|INVALID_RESPONSE/,
    ],
    ['of another issuer', (claims, { own }) => own({ ...claims, iss: 'https://evil.example' }), /COMPARISON/],
    ['with another nonce', (claims, { own }) => own({ ...claims, nonce: 'x'.repeat(43) }), /COMPARISON/],
    ['without a nonce', (claims, { own }) => own({ ...claims, nonce: undefined }), /COMPARISON|INVALID/],
    ['that has expired', (claims, { own }) => own({ ...claims, exp: now() - 3600 }), /TIMESTAMP/],
    ['without a subject', (claims, { own }) => own({ ...claims, sub: undefined }), /INVALID/],
    ['signed by another key', (claims, { other }) => other(claims), /OAUTH_INVALID_RESPONSE/],
    ['that is not signed', (claims, { none }) => none(claims), /^OAUTH_/],
    ['that is no token', () => 'x', /^OAUTH_/],
  ])('%s is refused', async (_name, alter, reason) => {
    provider.alter = alter;
    const agent = world.browser();
    await expectRefused(agent, await returning(agent), reason);
  });

  it('is taken as the provider made it', async () => {
    provider.alter = (claims, { own }) => own(claims);
    const agent = world.browser();
    await follow(agent, await returning(agent)).expect(200);
  });
});

describe('the provider', () => {
  it('is not needed to sign in by a key, and its silence is said as such', async () => {
    const mortal = await TestOpenIdProvider.start(ORIGIN);
    const other = await IdentityWorld.open(fresh.url, mortal.settings);
    const agent = other.browser();
    const url = await mortal.visit((await begin(agent)).href);
    await mortal.stop();
    const silent = await follow(agent, url);
    expect([silent.status, codeOf(silent)]).toEqual([503, 'OPENID_UNAVAILABLE']);
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    await other.signedIn(ada);
    await other.app.close();
    const late = await IdentityWorld.open(fresh.url, mortal.settings);
    expect(codeOf(await late.browser().get('/v1/sessions/oidc'))).toBe('OPENID_UNAVAILABLE');
    await late.app.close();
  });

  it('must name itself exactly as the settings do', async () => {
    const settings = { ...provider.settings, OIDC_ISSUER: `${provider.issuer}/` };
    const other = await IdentityWorld.open(fresh.url, settings);
    expect(codeOf(await other.browser().get('/v1/sessions/oidc'))).toBe('OPENID_UNAVAILABLE');
    await other.app.close();
  });

  it('is nowhere where the settings name none', async () => {
    const other = await IdentityWorld.open(fresh.url);
    for (const path of ['/v1/sessions/oidc', '/v1/sessions/oidc/callback?state=x&code=y']) {
      const answer = await other.browser().get(path);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'ROUTE_NOT_FOUND']);
    }
    await other.app.close();
  });

  it('sends browsers back to the address of the settings, whatever host they asked for', async () => {
    const answer = await world
      .browser()
      .get('/v1/sessions/oidc')
      .set({ Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' })
      .expect(302);
    const { searchParams } = new URL(answer.headers['location'] ?? '');
    expect(searchParams.get('redirect_uri')).toBe(`${ORIGIN}/v1/sessions/oidc/callback`);
  });
});

describe('what strangers can do to a network address', () => {
  it('H07: a page of another site begins nothing, and uses nothing up', async () => {
    for (const site of ['cross-site', 'same-site']) {
      for (let attempt = 0; attempt < 51; attempt += 1) {
        const answer = await world.browser().get('/v1/sessions/oidc').set('Sec-Fetch-Site', site);
        expect([answer.status, codeOf(answer)]).toEqual([403, 'CSRF']);
      }
    }
    expect(await world.database.read.openIdSignIn.count()).toBe(0);
    await begin(world.browser().set('Sec-Fetch-Site', 'same-origin'));
  });

  it('a hundred sign-ins may be begun in five minutes', async () => {
    for (let count = 0; count < 100; count += 1) await begin(world.browser());
    const answer = await world.browser().get('/v1/sessions/oidc');
    expect([answer.status, codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
    expect(await world.database.read.openIdSignIn.count()).toBe(100);
  });

  it('returns that fit nothing fill no log, and keep nobody from signing in', async () => {
    const before = (await world.logged('session.refused')).length;
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      statuses.push((await world.browser().get('/v1/sessions/oidc/callback?state=x&code=y')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await world.logged('session.refused')).length - before).toBe(10);
    const agent = world.browser();
    await follow(agent, await returning(agent)).expect(200);
    await world.signedIn(ada);
  });
});

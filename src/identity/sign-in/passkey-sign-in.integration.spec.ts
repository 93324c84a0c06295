import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { type Lies, SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { IdentityWorld, ORIGIN, startIdentity } from '../../../test/http/identity-world.js';
import { codeOf, seen } from '../../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';
import request from 'supertest';
import { parseBytes32 } from '../../domain/values/hex.js';

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

const lastRefusal = async (): Promise<unknown> => (await world.logged('session.refused')).at(-1)?.detail;

describe('sign-in with a passkey', () => {
  it('asks for any passkey of the relying party, verified, and names nobody', async () => {
    const { status, body } = await seen(world.browser().post('/v1/sessions/passkey/options'));
    expect([status, body]).toEqual([
      200,
      {
        // 16 bytes: no statement's digest.
        challenge: expect.stringMatching(/^[\w-]{22}$/),
        rpId: 'localhost',
        userVerification: 'required',
        allowCredentials: [],
        timeout: 300_000,
      },
    ]);
  });

  it('opens a new session for an enrolled passkey, in the log (invariant 16)', async () => {
    const ada = await world.enrol(['operator']);
    const passkey = await world.enrolPasskey(ada);
    const agent = world.browser();
    const before = await seen(agent.post('/v1/sessions/passkey/options'));
    const signature = passkey.assert({ challenge: String(before.body['challenge']) });
    const { status, body, headers } = await seen(agent.post('/v1/sessions/passkey').send({ signature }));
    expect([status, body]).toMatchObject([201, { person: { id: ada.id, roles: ['operator'] } }]);
    expect(headers['set-cookie']?.[0]).toMatch(/^sluice_session=.*HttpOnly; SameSite=Strict$/);
    expect(headers['set-cookie']?.[0]).not.toBe(before.headers['set-cookie']?.[0]);
    expect((await agent.get('/v1/sessions/current').expect(200)).body).toMatchObject({ id: ada.id });
    expect((await world.logged('session.opened')).at(-1)).toMatchObject({
      actor: ada.id,
      detail: { method: 'passkey' },
    });
  });

  const lies: readonly [string, Lies, string][] = [
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'assertion'],
    ['another origin', { origin: 'http://localhost:3001' }, 'assertion'],
    ['another relying party', { rpId: 'example' }, 'assertion'],
    ['no user verification', { isVerified: false }, 'assertion'],
    ['a registration', { type: 'webauthn.create' }, 'assertion'],
    ['a frame of another origin', { more: { crossOrigin: true } }, 'assertion'],
    ['a counter that does not grow', { counter: 0 }, 'counter'],
  ];

  it.each(lies)('refuses %s', async (_case, lie, reason) => {
    const ada = await world.enrol(['operator']);
    const passkey = await world.enrolPasskey(ada);
    expect((await world.passkeySignIn(world.browser(), passkey)).status).toBe(201);
    const agent = world.browser();
    const answer = await world.passkeySignIn(agent, passkey, lie);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_FAILED']);
    expect(await lastRefusal()).toMatchObject({ credentialId: passkey.credentialId, reason });
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
  });

  it('answers about people who exist as about people who do not', async () => {
    const ada = await world.enrol(['operator']);
    const passkey = await world.enrolPasskey(ada);
    const known = await world.passkeySignIn(world.browser(), passkey, { isVerified: false });
    const unknown = await world.passkeySignIn(world.browser(), new SoftAuthenticator({ origin: ORIGIN }));
    const said = ({ body }: { body: unknown }): unknown => ({ ...(body as object), requestId: '' });
    expect(known.status).toBe(unknown.status);
    expect(said(known)).toEqual(said(unknown));
    expect(await lastRefusal()).toMatchObject({ reason: 'key not enrolled' });
  });

  it("refuses another person's credential under this person's key, and the other way round", async () => {
    const [ada, eve] = [await world.enrol(['operator']), await world.enrol(['operator'])];
    const [hers, other] = [await world.enrolPasskey(ada), await world.enrolPasskey(eve)];
    const posing = await world.passkeySignIn(world.browser(), other, { credentialId: hers.credentialId });
    expect(codeOf(posing)).toBe('SIGN_IN_FAILED');
    const own = await seen(world.passkeySignIn(world.browser(), other));
    expect(own.body).toMatchObject({ person: { id: eve.id } });
  });

  it('takes a challenge once: not again later, not twice at the same moment, not from another browser', async () => {
    // One that keeps no counter: nothing but the nonce stands against its assertions being brought again.
    const passkey = await world.enrolPasskey(await world.enrol(['operator']), { counter: null });
    const agent = world.browser();
    const body = { signature: passkey.assert(await world.passkeyChallenge(agent)) };
    const post = (from = agent) => from.post('/v1/sessions/passkey').send(body);
    const answers = await Promise.all(Array.from({ length: 4 }, () => post()));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401]);
    expect((await post()).status).toBe(401);
    expect((await post(world.browser())).status).toBe(401);
    const other = world.browser();
    await world.passkeyChallenge(other);
    expect((await post(other)).status).toBe(401);
    expect(await lastRefusal()).toMatchObject({ reason: 'assertion' });
  });

  it('refuses keys that were revoked, wait in their cooling-off, or are of a removed person', async () => {
    const ada = await world.enrol(['operator']);
    const revoked = await world.enrolPasskey(ada);
    await world.governance.change('key', revoked.credentialId, null);
    const eve = await world.enrol(['operator']);
    const gone = await world.enrolPasskey(eve);
    await world.governance.change('person', eve.id, null);
    const later = await world.enrolPasskey(ada, {}, 3600);
    for (const each of [revoked, gone, later]) {
      expect(codeOf(await world.passkeySignIn(world.browser(), each))).toBe('SIGN_IN_FAILED');
      expect(await lastRefusal()).toMatchObject({ reason: 'key not enrolled' });
    }
  });

  it('refuses a passkey that was made at an origin where Sluice was before', async () => {
    const passkey = await world.enrolPasskey(await world.enrol(['operator']), {
      origin: 'https://former.example',
    });
    expect(codeOf(await world.passkeySignIn(world.browser(), passkey))).toBe('SIGN_IN_FAILED');
    expect(await lastRefusal()).toMatchObject({ reason: 'origin' });
  });

  it("takes no assertion over a statement's digest, whatever the challenge was", async () => {
    const passkey = await world.enrolPasskey(await world.enrol(['approver']));
    const agent = world.browser();
    await world.passkeyChallenge(agent);
    const signature = passkey.assert(parseBytes32(numberToHex(7, { size: 32 })));
    const answer = await agent.post('/v1/sessions/passkey').send({ signature });
    expect(codeOf(answer)).toBe('SIGN_IN_FAILED');
  });

  it('refuses a malformed body as such', async () => {
    const signature = { ...new SoftAuthenticator().assert({ challenge: 'AAAA' }), signature: 'AA==' };
    const answer = await world.browser().post('/v1/sessions/passkey').send({ signature, person: 'per_1' });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'BODY_SCHEMA']);
    expect((await world.logged('request.refused')).at(-1)).toMatchObject({
      detail: { route: '/v1/sessions/passkey', pointers: ['/signature/signature', '/person'] },
    });
  });

  it('shares its failures with the other way to sign in', async () => {
    const ada = await world.enrol(['operator']);
    const stranger = new SoftAuthenticator({ origin: ORIGIN });
    for (let count = 0; count < 10; count += 1) await world.passkeySignIn(world.browser(), stranger);
    const eve = privateKeyToAccount(generatePrivateKey());
    const answer = await world.signIn(world.browser(), eve);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
    // Whoever holds a key is not kept out by those who hold none.
    expect((await world.signIn(world.browser(), ada.account)).status).toBe(201);
  });

  it('refuses posts from pages of other origins', async () => {
    for (const path of ['/v1/sessions/passkey', '/v1/sessions/passkey/options']) {
      const answer = await world.browser().post(path).set('Origin', 'https://evil.example').send({});
      expect(codeOf(answer)).toBe('CSRF');
    }
  });

  it('says clearly that there are no passkeys at an IP address', async () => {
    const app = await startIdentity(fresh.url, 'http://127.0.0.1:3000');
    const { status, body } = await seen(request(app.getHttpServer()).post('/v1/sessions/passkey/options'));
    await app.close();
    expect([status, body]).toMatchObject([
      409,
      { code: 'PASSKEY_ORIGIN', detail: expect.stringContaining('IP address') },
    ]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Hex, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { SiweMessage } from 'viem/siwe';
import { codeOf, seen } from '../../../test/http/seen.js';
import { IdentityWorld } from '../../../test/http/identity-world.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

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

describe('sign-in with Ethereum', () => {
  it('opens a session for an enrolled confirmation key, in the log (invariant 16)', async () => {
    const ada = await world.enrol(['operator']);
    const agent = world.browser();
    const before = await agent.post('/v1/sessions/nonce');
    const { status, body, headers } = await seen(world.signIn(agent, ada.account));
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
    expect((await world.logged('session.opened')).at(-1)).toMatchObject({ actor: ada.id });
    const [stored] = await world.database.read.session.findMany();
    expect(Object.keys(stored?.sess as object)).toEqual(['cookie']);
    const closed = await agent.delete('/v1/sessions/current').expect(204);
    expect(closed.headers['clear-site-data']).toBe('"cache", "storage"');
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    expect((await world.logged('session.closed')).at(-1)).toMatchObject({ actor: ada.id });
    expect((await world.logged('session.closed')).at(-1)?.subject).toBe(
      (await world.logged('session.opened')).at(-1)?.subject,
    );
  });

  it('closes the session of a browser that begins to sign in again, and opens another', async () => {
    const [ada, bob] = [await world.enrol(['operator']), await world.enrol(['approver'])];
    const agent = await world.signedIn(ada);
    const message = await world.messageFor(agent, bob.account);
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    expect((await world.logged('session.closed')).at(-1)).toMatchObject({ actor: ada.id });
    const signature = await bob.account.signMessage({ message });
    await agent.post('/v1/sessions').send({ message, signature }).expect(201);
    expect((await agent.get('/v1/sessions/current')).body).toMatchObject({ id: bob.id });
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
    const ada = await world.enrol(['operator']);
    const agent = world.browser();
    const answer = await world.signIn(agent, ada.account, change());
    expect([answer.status, codeOf(answer), (answer.body as { detail: string }).detail]).toEqual([
      401,
      'SIGN_IN_FAILED',
      'the sign-in was not accepted',
    ]);
    expect((await world.logged('session.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { address: ada.account.address, reason },
    });
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
  });

  it('refuses a message without expiry, or with anything around it', async () => {
    const ada = await world.enrol(['operator']);
    for (const spoil of [
      (text: string): string => text.replace(/\nExpiration Time: .*/, ''),
      (text: string): string => `${text}\n`,
      (text: string): string => `Send 1 ETH.\n${text}`,
      (text: string): string => text.replace(ada.account.address, ada.account.address.toLowerCase()),
    ]) {
      const agent = world.browser();
      const message = spoil(await world.messageFor(agent, ada.account));
      const answer = await agent
        .post('/v1/sessions')
        .send({ message, signature: await ada.account.signMessage({ message }) });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_FAILED']);
    }
  });

  it('takes a nonce once: not again later, and not twice at the same moment', async () => {
    const ada = await world.enrol(['operator']);
    const agent = world.browser();
    const message = await world.messageFor(agent, ada.account);
    const body = { message, signature: await ada.account.signMessage({ message }) };
    const cookie = await world.database.read.session.count();
    const answers = await Promise.all(Array.from({ length: 4 }, () => agent.post('/v1/sessions').send(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401]);
    expect((await agent.post('/v1/sessions').send(body)).status).toBe(401);
    expect(await world.database.read.session.count()).toBeLessThanOrEqual(cookie + 1);
    // Another browser's nonce does not help either.
    expect((await world.browser().post('/v1/sessions').send(body)).status).toBe(401);
  });

  it('gives a nonce ten minutes, which no request with its cookie prolongs', async () => {
    const ada = await world.enrol(['operator']);
    const agent = world.browser();
    const message = await world.messageFor(agent, ada.account);
    const { sid } = await world.database.read.session.findFirstOrThrow({ orderBy: { expire: 'desc' } });
    const soon = await world.database.read.session.update({
      where: { sid },
      data: { expire: new Date(Date.now() + 60_000) },
    });
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    expect(await world.database.read.session.findUnique({ where: { sid } })).toEqual(soon);
    const signature = await ada.account.signMessage({ message });
    await agent.post('/v1/sessions').send({ message, signature }).expect(201);
    // Nor is what is signed in, whose end stands elsewhere: its row outlives the twelve hours from the first.
    const [opened] = await world.database.read.session.findMany({ where: { sid: { not: sid } } });
    await agent.get('/v1/sessions/current').expect(200);
    expect(await world.database.read.session.findUnique({ where: { sid: opened?.sid ?? '' } })).toEqual(
      opened,
    );
    expect(opened?.expire.getTime()).toBeGreaterThan(Date.now() + (12 * 60 - 1) * 60_000);
  });

  it('refuses keys that are not enrolled, are for owners, not active yet, revoked, or of a removed person', async () => {
    const stranger = privateKeyToAccount(generatePrivateKey());
    const owner = await world.enrol(['signer'], { purpose: 'owner' });
    const later = await world.enrol(['operator'], { coolingOffSeconds: 3600 });
    const revoked = await world.enrol(['operator']);
    await world.governance.change('key', revoked.account.address, null);
    const removed = await world.enrol(['operator']);
    await world.governance.change('person', removed.id, null);
    for (const account of [stranger, owner.account, later.account, revoked.account, removed.account]) {
      expect(codeOf(await world.signIn(world.browser(), account))).toBe('SIGN_IN_FAILED');
      expect((await world.logged('session.refused')).at(-1)?.detail).toMatchObject({
        address: account.address,
        reason: 'key not enrolled',
      });
    }
  });

  it('refuses the high-s form of a good signature, another key and a smaller v', async () => {
    const ada = await world.enrol(['operator']);
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
      const agent = world.browser();
      const message = await world.messageFor(agent, ada.account);
      const answer = await agent.post('/v1/sessions').send({ message, signature: await sign(message) });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'SIGN_IN_FAILED']);
      expect((await world.logged('session.refused')).at(-1)?.detail).toMatchObject({ reason: 'signature' });
    }
  });

  it('refuses a malformed body as such', async () => {
    const answer = await world
      .browser()
      .post('/v1/sessions')
      .send({ message: 'x', signature: '0x12', remember: true });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'BODY_SCHEMA']);
    expect((await world.logged('request.refused')).at(-1)).toMatchObject({
      actor: 'anonymous',
      detail: { route: '/v1/sessions', pointers: ['/signature', '/remember'] },
    });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { IdentityWorld, type Member } from '../../test/http/identity-world.js';
import { codeOf } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';

let fresh: FreshDatabase;
let world: IdentityWorld;
let ada: Member;

const [HERS, EVIL] = ['203.0.113.9', '198.51.100.7'];

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
  world = await IdentityWorld.open(fresh.url, { TRUSTED_PROXIES: '127.0.0.1,::1' });
});

afterEach(async () => {
  await world.app.close();
});

const from = (network: string) => world.browser().set('X-Forwarded-For', network);

/** A message that names Ada's key, and that somebody else signed. */
async function guess(network: string): Promise<number> {
  const agent = from(network);
  const message = await world.messageFor(agent, ada.account);
  const signature = `0x${'11'.repeat(64)}1b`;
  return (await agent.post('/v1/sessions').send({ message, signature })).status;
}

async function guesses(network: string, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let turn = 0; turn < count; turn += 1) statuses.push(await guess(network));
  return statuses;
}

describe('failed sign-ins', () => {
  it('are told to wait after ten from one network, and fill no log from then on', async () => {
    const before = (await world.logged('session.refused')).length;
    expect(await guesses(EVIL, 12)).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    const written = (await world.logged('session.refused')).slice(before);
    expect(written).toHaveLength(10);
    expect(written.at(-1)?.detail).toMatchObject({ networkAddress: EVIL, isLastBeforeRateLimit: true });
    const late = await from(EVIL)
      .post('/v1/sessions')
      .send({ message: 'x', signature: `0x${'00'.repeat(65)}` });
    expect([late.status, codeOf(late)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(200);
  });

  it('from one network block no other network', async () => {
    await guesses(EVIL, 11);
    expect(await guess(HERS)).toBe(401);
    expect((await world.signIn(from(HERS), ada.account)).status).toBe(201);
  });

  it('in the name of a key do not block whoever holds it, not even from the very same network', async () => {
    await guesses(EVIL, 11);
    const agent = from(EVIL);
    expect((await world.signIn(agent, ada.account)).status).toBe(201);
    await agent.get('/v1/sessions/current').expect(200);
    expect(await guess(EVIL)).toBe(429);
  });

  it('are counted by the address that a trusted proxy names, and by no other', async () => {
    const bare = await IdentityWorld.open(fresh.url);
    for (let turn = 0; turn < 11; turn += 1) {
      const answer = await bare
        .browser()
        .set('X-Forwarded-For', `10.0.0.${String(turn)}`)
        .post('/v1/sessions')
        .send({ message: 'x', signature: `0x${'00'.repeat(65)}` });
      expect(answer.status).toBe(turn < 10 ? 401 : 429);
    }
    await bare.app.close();
  });
});

describe('wrong API keys', () => {
  it('block neither the right one nor anybody else, however many', async () => {
    const agent = await world.signedIn(ada);
    const wanted = { name: 'bot', roles: ['operator'], expiresAt: tomorrow() };
    const made = await agent.post('/v1/api-keys').set('Idempotency-Key', 'limits').send(wanted).expect(201);
    const { apiKey, secret } = made.body as { apiKey: { id: string }; secret: string };
    const call = (key: string): request.Test =>
      request(world.app.getHttpServer())
        .get('/v1/sessions/current')
        .set({ Authorization: `Bearer ${key}`, 'X-Forwarded-For': EVIL });
    const wrong = `slk_${apiKey.id.slice('key_'.length)}_${'A'.repeat(43)}`;
    for (let turn = 0; turn < 120; turn += 1) await call(wrong).expect(401);
    await call(secret).expect(200);
    expect((await world.signIn(from(EVIL), ada.account)).status).toBe(201);
  });

  it('leave no trace at the right one: when it was last used is when it was used, to the minute', async () => {
    const agent = await world.signedIn(ada);
    const wanted = { name: 'bot', roles: ['operator'], expiresAt: tomorrow() };
    const made = await agent.post('/v1/api-keys').set('Idempotency-Key', 'used').send(wanted).expect(201);
    const { apiKey, secret } = made.body as { apiKey: { id: string; lastUsedAt: null }; secret: string };
    const use = (key: string): Promise<request.Response> =>
      request(world.app.getHttpServer()).get('/v1/sessions/current').set('Authorization', `Bearer ${key}`);
    const lastUsedAt = async (): Promise<string | null | undefined> => {
      const { data } = (await agent.get('/v1/api-keys').expect(200)).body as {
        data: { id: string; lastUsedAt: string | null }[];
      };
      return data.find(({ id }) => id === apiKey.id)?.lastUsedAt;
    };
    await use(`${secret.slice(0, -43)}${'A'.repeat(43)}`);
    expect([apiKey.lastUsedAt, await lastUsedAt()]).toEqual([null, null]);
    await use(secret);
    const first = await lastUsedAt();
    expect(Math.abs(Date.now() - Date.parse(first ?? ''))).toBeLessThan(60_000);
    const setBack = async (seconds: number): Promise<string | null | undefined> => {
      await world.database.read.$executeRaw`
        UPDATE api_key SET last_used_at = now() - make_interval(secs => ${seconds}) WHERE id = ${apiKey.id}`;
      const before = await lastUsedAt();
      await Promise.all([use(secret), use(secret), use(secret)]);
      return (await lastUsedAt()) === before ? 'unchanged' : 'written';
    };
    expect([await setBack(30), await setBack(61)]).toEqual(['unchanged', 'written']);
  });
});

describe('nonces', () => {
  it('are a hundred for a network in five minutes, and another network has its own', async () => {
    for (let count = 0; count < 100; count += 1) await from(EVIL).post('/v1/sessions/nonce').expect(200);
    const answer = await from(EVIL).post('/v1/sessions/nonce');
    expect([answer.status, codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
    await from(HERS).post('/v1/sessions/nonce').expect(200);
  });

  it('are not used up by a page that its visitor’s browser shows', async () => {
    for (let count = 0; count < 101; count += 1) {
      const answer = await from(HERS).post('/v1/sessions/nonce').set('Origin', 'https://evil.example');
      expect(codeOf(answer)).toMatch(/^(CSRF|RATE_LIMITED)$/);
    }
    await from(HERS).post('/v1/sessions/nonce').expect(200);
  });
});

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, '');
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest, { type default as request } from 'supertest';
import {
  appWith,
  configFor,
  GadgetsController,
  type GadgetsWorld,
  openGadgets,
} from '../../../test/http/gadgets.js';
import { LostCommit } from '../../../test/http/lost-commit.js';
import { codeOf, seen, type Seen } from '../../../test/http/seen.js';
import { Idempotency } from './idempotency.js';

const TO = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

let world: GadgetsWorld;

const http = (): ReturnType<typeof request> => world.http();
const post = (body: string | object, headers?: Record<string, string>): request.Test =>
  world.post(body, headers);

beforeAll(async () => {
  world = await openGadgets();
});

afterAll(async () => {
  await world.close();
});

beforeEach(() => {
  world.reset();
});

describe(Idempotency.name, () => {
  const send = (idempotencyKey: string, body: object, name = 'ada'): request.Test =>
    post(body, { 'Idempotency-Key': idempotencyKey, 'X-Test-Name': name });

  it('replays the stored answer, whatever the spelling of the body', async () => {
    const first = await send('k1', { to: TO, amount: '1' });
    const second = await post(`{ "amount":"\\u0031" , "to":"${TO}"}`, { 'Idempotency-Key': 'k1' });
    expect([second.status, second.body, second.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ]);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(GadgetsController.acts).toBe(1);
  });

  it('H13: refuses the same key for another body, and keeps keys of two people apart', async () => {
    await send('k2', { to: TO, amount: '1' });
    const other = await send('k2', { to: TO, amount: '2' });
    expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_CONFLICT']);
    expect((await send('k2', { to: TO, amount: '2' }, 'bob')).status).toBe(201);
  });

  it('acts once for ten requests at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('k3', { to: TO, amount: '3' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ body }) => (body as { name: string }).name)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(9);
    expect(GadgetsController.acts).toBe(1);
  });

  it('burns no key when the act throws, and leaves nothing of it', async () => {
    const before = (await http().delete('/v1/gadgets')).body as unknown;
    expect((await send('k4', { to: TO, amount: '4', note: 'throw' })).status).toBe(409);
    expect((await http().delete('/v1/gadgets')).body).toEqual(before);
    expect((await send('k4', { to: TO, amount: '4', note: 'fine' })).status).toBe(201);
  });

  it('keeps what a refused act wrote, and replays the refusal', async () => {
    const before = (await http().delete('/v1/gadgets')).body as { scopes: number };
    const first = await send('k5', { to: TO, amount: '5', note: 'refuse' });
    const second = await send('k5', { to: TO, amount: '5', note: 'refuse' });
    expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([422, 422, 'true']);
    expect(second.body).toMatchObject({
      code: 'POLICY_DENIED',
      policy: { rules: ['x'] },
      instance: '/v1/gadgets',
    });
    expect(second.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect((second.body as Seen['body'])['requestId']).toBe(second.headers['x-request-id']);
    expect((await http().delete('/v1/gadgets')).body).toEqual({ scopes: before.scopes + 1 });
  });

  it('says that it does not know where the answer to a COMMIT is lost, and does it once when it is repeated', async () => {
    const lost = await LostCommit.before(world.config.databaseUrl);
    const app = await appWith(configFor(lost.url), GadgetsController);
    const act = (): request.Test =>
      supertest(app.getHttpServer())
        .post('/v1/gadgets')
        .set('Idempotency-Key', 'k6')
        .send({ to: TO, amount: '6' });
    lost.loseAfter('limit_scope');
    const first = await seen(act());
    expect([first.status, first.body['code']]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    expect(first.body['detail']).toMatch(
      /^the database did not answer; it is not known whether anything was changed: repeat it with the same Idempotency-Key/,
    );
    const second = await act();
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(GadgetsController.acts).toBe(1);
    await app.close();
    await lost.close();
  });

  it.each(['', 'ä', 'x'.repeat(256)])('demands a printable key, not "%s"', async (bad) => {
    const { status, body } = await seen(
      http()
        .post('/v1/gadgets')
        .set(bad === '' ? {} : { 'Idempotency-Key': bad })
        .send({ to: TO, amount: '1' }),
    );
    expect([status, body['code']]).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
  });
});

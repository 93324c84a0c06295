import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { Browser, type Received } from './browser.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps, Wish } from './story-steps.js';

let story: StorySteps;
let tessa: Browser;

beforeAll(async () => {
  story = await openStory();
  tessa = await Browser.of(story, 'Tessa');
});

afterAll(() => story.close());

const signed = (wish: Partial<Wish> = {}) =>
  story.person('Tessa').signedRequest(story.wish({ amount: '0.001', ...wish }));

const create = (body: unknown, key: string): Promise<Received> =>
  tessa.post('/v1/transfers', JSON.stringify(body), { 'idempotency-key': key });

async function transfers(): Promise<number> {
  const [row] = await story.sql('SELECT count(*)::int AS count FROM transfer');
  return z.object({ count: z.int() }).parse(row).count;
}

describe('a request with an Idempotency-Key', () => {
  it('is answered the same when it comes again, and makes one transfer', async () => {
    const [request, key, before] = [await signed(), randomUUID(), await transfers()];
    const first = await create(request, key);
    const again = await create(request, key);
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    expect(await transfers()).toBe(before + 1);
  });

  it('makes one transfer of ten that come at once', async () => {
    const [request, key, before] = [await signed(), randomUUID(), await transfers()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(request, key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(9);
    expect(await transfers()).toBe(before + 1);
  });

  it('is the same request in another spelling of its JSON', async () => {
    const [request, key] = [await signed(), randomUUID()];
    const { body } = await create(request, key);
    const other = JSON.stringify(Object.fromEntries(Object.entries(request).reverse()), null, 2);
    const again = await tessa.post('/v1/transfers', other, { 'idempotency-key': key });
    expect([again.status, again.body['id']]).toEqual([201, body['id']]);
  });

  it('is refused with another body under the same key', async () => {
    const key = randomUUID();
    await create(await signed(), key);
    expect(refusalOf(await create(await signed(), key))).toEqual([422, 'IDEMPOTENCY_CONFLICT']);
  });

  it('has a key of its own person, who shares it with nobody', async () => {
    const key = randomUUID();
    const { body } = await create(await signed(), key);
    const tariq = story.person('Tariq');
    const other = await tariq.post(
      '/v1/transfers',
      await tariq.signedRequest(story.wish({ amount: '1' })),
      key,
    );
    expect(made(other)['id']).not.toBe(body['id']);
  });

  it('does not use the key up when it fails', async () => {
    const [request, key] = [await signed(), randomUUID()];
    const nowhere = { ...request, destination: 'dst_01a20000-0000-7000-8000-000000000000' };
    expect(refusalOf(await create(nowhere, key))).toEqual([422, 'DEST_NOT_ALLOWED', '/destination']);
    expect((await create(request, key)).status).toBe(201);
  });

  it.each([{}, { 'idempotency-key': '' }, { 'idempotency-key': 'x'.repeat(256) }])(
    'is refused with the headers %j',
    async (headers) => {
      const answer = await tessa.post('/v1/transfers', JSON.stringify(await signed()), headers);
      expect(refusalOf(answer)).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
    },
  );
});

describe('an intent', () => {
  it('is good for one transfer, whatever the key', async () => {
    const [request, before] = [await signed(), await transfers()];
    const keys = Array.from({ length: 5 }, () => randomUUID());
    const answers = await Promise.all(keys.map((key) => create(request, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(refusalOf(await create(request, randomUUID()))).toEqual([409, 'INTENT_REPLAYED', '/salt']);
    expect(await transfers()).toBe(before + 1);
  });

  it.each([{ amount: '0.002' }, { reference: 'Something else' }, { expiresAt: '2099-01-01T00:00:00Z' }])(
    'is refused with %j instead of what was signed',
    async (change) => {
      const { body } = await create({ ...(await signed()), ...change }, randomUUID());
      expect([body['state'], reasonsOf(body)]).toEqual([
        'refused',
        expect.arrayContaining(['INTENT_SIGNATURE']),
      ]);
    },
  );

  it.each(['Ada', 'Tariq'])('is refused when it is %s who signed it', async (name) => {
    const { signature: _, ...request } = await signed();
    const query = new URLSearchParams(request).toString();
    const { body: statement } = await story.person('Tessa').get(`/v1/intent-statement?${query}`);
    expect(statement['decision']).toMatchObject({ outcome: 'permit' });
    const typedData = statement['typedData'] as TypedDataDefinition;
    const signature = await story.account(name).signTypedData(typedData);
    const { body } = await create({ ...request, signature }, randomUUID());
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['INTENT_SIGNATURE']]);
  });

  it.each([
    ['no bytes of a signature', `0x${'00'.repeat(64)}1b`, 'INTENT_SIGNATURE'],
    ['64 bytes', `0x${'11'.repeat(64)}`, 'SIGNATURE_FORMAT'],
    ['eth_sign', `0x${'11'.repeat(64)}1f`, 'INTENT_SIGNATURE'],
  ])('is refused with %s', async (_, signature, code) => {
    const answer = await create({ ...(await signed()), signature }, randomUUID());
    expect(refusalOf(answer)).toEqual([422, code, '/signature']);
  });

  it.each([
    { expiresIn: -60, code: 'EXPIRED' },
    { expiresIn: 259_200 + 600, code: 'EXPIRY_TOO_FAR' },
  ])('is refused with $code', async ({ expiresIn, code }) => {
    const request = await signed({ expiresIn });
    const { body } = await create(request, randomUUID());
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', [code]]);
    const { signature: _, ...unsigned } = request;
    const query = new URLSearchParams(unsigned).toString();
    const statement = await story.person('Tessa').get(`/v1/intent-statement?${query}`);
    expect(refusalOf(statement)).toEqual([422, code, '/expiresAt']);
    expect(statement.body['errors']).toMatchObject([{ parameter: 'expiresAt' }]);
  });

  it('is shown no statement of an amount above every limit: each is told, of the amount', async () => {
    const { signature: _, ...unsigned } = await signed();
    const query = new URLSearchParams({ ...unsigned, amount: '1000000' }).toString();
    const statement = await story.person('Tessa').get(`/v1/intent-statement?${query}`);
    const [status, , ...pointers] = refusalOf(statement);
    expect([status, new Set(pointers)]).toEqual([422, new Set(['/amount'])]);
  });

  it('is refused when it names somebody else as requester', async () => {
    const request = { ...(await signed()), requester: story.personId('Tariq') };
    expect(refusalOf(await create(request, randomUUID()))).toEqual([403, 'SOD', '/requester']);
  });

  it.each(['Ada', 'Clara', 'Audrey', 'Adam', 'Otto'])(
    'is not taken from %s, who is no operator',
    async (name) => {
      const reply = await story.person(name).post('/v1/transfers', await signed());
      expect(refusalOf(reply)).toEqual([403, 'FORBIDDEN']);
    },
  );

  it.each([
    {
      member: 'safe',
      value: 'safe_01a20000-0000-7000-8000-000000000000',
      status: 404,
      code: 'SAFE_NOT_FOUND',
    },
    {
      member: 'asset',
      value: 'ast_01a20000-0000-7000-8000-000000000000',
      status: 422,
      code: 'ASSET_NOT_ALLOWED',
    },
  ])('is refused when its $member is not known', async ({ member, value, status, code }) => {
    const answer = await create({ ...(await signed()), [member]: value }, randomUUID());
    expect(refusalOf(answer)).toEqual([status, code, `/${member}`]);
  });

  it('invariant 16: leaves a trace in the log even when nothing came of it', async () => {
    await story.integrated();
    const { body } = await story
      .person('Audrey')
      .get(`/v1/audit-entries?type=request.refused&actor=${story.personId('Tessa')}&limit=200`);
    expect(JSON.stringify(body)).toContain('INTENT_REPLAYED');
    expect(body['data']).toEqual(expect.arrayContaining([expect.objectContaining({ actorName: 'Tessa' })]));
  });

  it('is found in the log by the name of who asked, and a name that is nobody is refused', async () => {
    const named = (name: string) =>
      story.person('Audrey').get(`/v1/audit-entries?type=request.refused&actor=${name}&limit=200`);
    const [{ body }, byId] = [await named('Tessa'), await named(story.personId('Tessa'))];
    expect(body).toEqual(byId.body);
    const refused = await named('Tesa');
    expect(refusalOf(refused)).toEqual([400, 'QUERY_SCHEMA', '/actor']);
    expect(refused.body['detail']).toContain(`is Tessa (${story.personId('Tessa')}) meant?`);
  });
});

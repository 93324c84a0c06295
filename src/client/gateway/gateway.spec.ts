import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Answering, smallGateway } from '../../../test/builders/small-gateway.js';
import type { ErrorCode } from '../../domain/errors.js';
import { Gateway, isToPass } from './gateway.js';
import { changes } from './hints.js';

const Thing = z.strictObject({ thing: z.int() });

function problem(code: ErrorCode, errors: readonly object[] = []) {
  const words = {
    type: '/docs/problems',
    title: code,
    detail: `of ${code}`,
    instance: '/',
    requestId: 'req_1',
  };
  return { ...words, status: 422, code, errors };
}

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

async function gatewayThat(answer: Answering, cookie?: string) {
  const small = await smallGateway(answer);
  ({ stop } = small);
  const kept: string[] = [];
  const keep = (each: string) => void kept.push(each);
  return {
    ...small,
    kept,
    gateway: new Gateway(small.origin, { keep, ...(cookie !== undefined && { cookie }) }),
  };
}

describe(Gateway.name, () => {
  it('sends an act again under the same key where its answer was lost, and so does it once', async () => {
    let lost = 2;
    const { gateway, heard } = await gatewayThat((_, response) => {
      lost -= 1;
      if (lost === 1) {
        response.destroy();
        return undefined;
      }
      return lost === 0
        ? { status: 503, json: problem('DATABASE_UNAVAILABLE') }
        : { status: 201, json: { thing: 1 } };
    });
    expect(await gateway.post('/v1/things', { a: 1 }, Thing)).toEqual({ thing: 1 });
    const keys = heard.map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
    expect(await gateway.post('/v1/things', { a: 1 }, Thing)).toEqual({ thing: 1 });
    expect(heard.at(-1)?.headers['idempotency-key']).not.toBe(keys[0]);
  });

  it('sends an act again under the same key where its answer broke off, or something between answered', async () => {
    let turn = 0;
    const { gateway, heard } = await gatewayThat((_, response) => {
      turn += 1;
      if (turn === 2) return { status: 504, json: 'no answer' };
      if (turn === 3) return { status: 201, json: { thing: 1 } };
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"thing":', () => response.destroy());
      return undefined;
    });
    expect(await gateway.post('/v1/things', { a: 1 }, Thing)).toEqual({ thing: 1 });
    const keys = heard.map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
  });

  it('says of an act without an answer that it may have been done, and of a question nothing', async () => {
    const { gateway } = await gatewayThat((_, response) => void response.destroy());
    const lines = [expect.stringMatching(/may have been done/)];
    await expect(gateway.postOnce('/v1/things', {}, Thing)).rejects.toMatchObject({ exitCode: 1, lines });
    const asking = gateway.stream('/v1/things', new AbortController().signal);
    await expect(asking).rejects.toMatchObject({ exitCode: 1, lines: [] });
    await stop?.();
    const { gateway: other } = await gatewayThat(() => ({ status: 502, json: {} }));
    await expect(other.postOnce('/v1/things', {}, Thing)).rejects.toMatchObject({ exitCode: 1, lines });
  });

  it('sends what takes no key once', async () => {
    const { gateway, heard } = await gatewayThat(() => ({
      status: 503,
      json: problem('DATABASE_UNAVAILABLE'),
    }));
    await expect(gateway.postOnce('/v1/things', {}, Thing)).rejects.toMatchObject({ exitCode: 1 });
    expect(heard).toHaveLength(1);
  });

  it('says a fault once that the refusal itself says already', async () => {
    const errors = [{ pointer: '/amount', code: 'LIMIT_PER_TX', detail: 'of LIMIT_PER_TX' }];
    const { gateway } = await gatewayThat(() => ({ status: 422, json: problem('LIMIT_PER_TX', errors) }));
    await expect(gateway.get('/v1/thing', Thing)).rejects.toMatchObject({ lines: [] });
  });

  it('makes one line of a refusal, with the faults below it by their pointers', async () => {
    const errors = [
      { pointer: '/amount', code: 'LIMIT_PER_TX', detail: 'too much' },
      { pointer: '', code: 'LIMIT_PER_TX', detail: 'the whole' },
    ];
    const { gateway } = await gatewayThat(() => ({ status: 422, json: problem('LIMIT_PER_TX', errors) }));
    await expect(gateway.get('/v1/things', Thing)).rejects.toMatchObject({
      ...{ exitCode: 6, message: 'LIMIT_PER_TX: of LIMIT_PER_TX' },
      lines: ['  /amount: too much'],
    });
  });

  it.each([
    ['of another form', { json: { thing: 'one' } }, /another form .* another version/],
    [
      'that nobody expects',
      { status: 502, json: { error: 'bad gateway' } },
      /answers 502, and not as Sluice does/,
    ],
    ['that leads elsewhere', { status: 302, json: {} }, /leads elsewhere, where nothing is asked/],
    [
      'that is longer than one may be',
      { json: 'x'.repeat(16 * 1024 * 1024) },
      /answers more than 16777216 bytes/,
    ],
  ])('takes no answer %s', async (_name, answer, words) => {
    const { gateway } = await gatewayThat(() => answer);
    await expect(gateway.postOnce('/v1/things', {}, Thing)).rejects.toThrow(words);
  });

  it('follows nobody elsewhere, and sends them nothing', async () => {
    const other = await smallGateway(() => ({ json: { thing: 1 } }));
    const { gateway } = await gatewayThat((_, response) => {
      response.setHeader('location', `${other.origin}/v1/things`);
      return { status: 307, json: {} };
    });
    await expect(gateway.post('/v1/things', {}, Thing)).rejects.toMatchObject({ exitCode: 1 });
    await expect(gateway.file('/v1/things')).rejects.toMatchObject({ exitCode: 1 });
    expect(other.heard).toEqual([]);
    await other.stop();
  });

  it.each([
    ['503', 'DATABASE_UNAVAILABLE', '120', 120, true],
    ['429', 'RATE_LIMITED', new Date(Date.now() + 300_000).toUTCString(), expect.any(Number), true],
    ['500', 'LOG_ALTERED', '120', 120, false],
    ['404', 'TRANSFER_NOT_FOUND', '120', 120, false],
  ] as const)(
    'says of a %s by %s when to come back, and whether to',
    async (status, code, later, seconds, isIt) => {
      const { gateway } = await gatewayThat((_, response) => {
        response.setHeader('retry-after', later);
        return { status: Number(status), json: { ...problem(code), status: Number(status) } };
      });
      const failure: unknown = await gateway.get('/v1/things', Thing).catch((error: unknown) => error);
      expect(failure).toMatchObject({ retryAfter: seconds });
      expect(isToPass(failure)).toBe(isIt);
    },
  );

  it('says who does not answer', async () => {
    const { origin } = await gatewayThat(() => undefined);
    await stop?.();
    await expect(new Gateway(origin).postOnce('/v1/things', {}, Thing)).rejects.toThrow(
      `no answer from ${origin}`,
    );
  });

  it('keeps the cookie that the gateway changes, and sends an API key alone', async () => {
    const { gateway, heard, kept, origin } = await gatewayThat((_, response) => {
      response.setHeader('set-cookie', 'sluice_session=two; Path=/; HttpOnly');
      return { json: { thing: 1 } };
    }, 'sluice_session=one');
    await gateway.get('/v1/things', Thing, { name: 'Hot wallet 1', nothing: undefined });
    await gateway.get('/v1/things', Thing);
    expect(heard.map(({ headers }) => headers.cookie)).toEqual(['sluice_session=one', 'sluice_session=two']);
    expect(heard[0]?.path).toBe('/v1/things?name=Hot+wallet+1');
    expect(kept).toEqual(['sluice_session=two', 'sluice_session=two']);
    await new Gateway(origin, { apiKey: 'slk_1', cookie: 'sluice_session=one' }).get('/v1/things', Thing);
    expect(heard.at(-1)?.headers).toMatchObject({ authorization: 'Bearer slk_1' });
    expect(heard.at(-1)?.headers.cookie).toBeUndefined();
  });
});

describe(changes.name, () => {
  const isMeant = (hint: { readonly id: string | null }) => hint.id !== 'tr_2';

  async function countOf(answer: Answering, count: number): Promise<number> {
    const { gateway } = await gatewayThat(answer);
    const ending = new AbortController();
    let seen = 0;
    for await (const _ of changes(gateway, isMeant, ending.signal)) {
      seen += 1;
      if (seen === count) ending.abort();
    }
    return seen;
  }

  it('tells of hints that are meant, however they are cut into pieces, and of no others', async () => {
    const told = [
      ': open\n\ndata: {"kind":"every',
      'thing","id":null}\n\ndata: {"kind":"transfer","id":"tr_2"}\r\n\r\n',
      'event: end\ndata: {"because":"shutting-down"}\n\ndata: {"kind":"transfer","id":"tr_1"}\n\n',
    ];
    const seen = await countOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const each of told) response.write(each);
      return undefined;
    }, 2);
    expect(seen).toBe(2);
  });

  it('closes a stream of one line that never ends', async () => {
    const closed = Promise.withResolvers<string>();
    const began = Date.now();
    const counting = countOf((_, response) => {
      response.on('close', () => {
        closed.resolve('closed');
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('x'.repeat(1_000_000));
      return undefined;
    }, 1);
    expect([await counting, await closed.promise]).toEqual([1, 'closed']);
    // Not by the silence of 20 seconds.
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  it('asks by the clock where there is no stream', async () => {
    expect(await countOf(() => ({ status: 503, json: problem('DATABASE_UNAVAILABLE') }), 1)).toBe(1);
  });
});

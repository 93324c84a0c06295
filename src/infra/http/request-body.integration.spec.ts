import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type request from 'supertest';
import { GadgetsController, type GadgetsWorld, openGadgets, refusals } from '../../../test/http/gadgets.js';
import { codeOf, seen } from '../../../test/http/seen.js';

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

describe('the body', () => {
  it('that never came whole is answered by nothing, and is no line of any log', async () => {
    const lines: unknown[] = [];
    const keep = (line: unknown): void => void lines.push(line);
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
    const server = world.app.getHttpServer();
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const begun = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'left' };
    const leaving = httpRequest({ port, method: 'POST', path: '/v1/gadgets', headers });
    leaving.on('error', () => undefined);
    leaving.write('{');
    const [, response] = await begun;
    leaving.destroy();
    if (!response.destroyed) await once(response, 'close');
    // What comes after it is answered, and the filter has long had its say.
    await http().get('/v1/gadgets').expect(200);
    expect([lines, refusals, response.headersSent]).toEqual([[], [], false]);
    Logger.overrideLogger(false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is accepted when it is strict JSON that fits the contract', async () => {
    const { status, body, headers } = await seen(post({ to: TO, amount: '1.5', at: '2026-11-22T08:30:00Z' }));
    expect([status, body]).toEqual([201, { name: expect.any(String), by: 'ada' }]);
    expect(headers['x-request-id']).toMatch(/^req_/);
  });

  it('has its faults pointed at, every one, and is logged by name (invariant 16)', async () => {
    const { status, body, headers } = await seen(
      post(
        {
          to: TO.toLowerCase(),
          amount: '1e6',
          note: 'a\u202eb',
          parts: [{ size: 1, extra: 1 }],
          status: 'approved',
          'a/b': 1,
        },
        { 'X-Test-Name': 'eve', 'X-Request-Id': 'mine' },
      ),
    );
    expect(status).toBe(422);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: '/docs/problems#BODY_SCHEMA',
      title: 'Body schema',
      status: 422,
      code: 'BODY_SCHEMA',
      instance: '/v1/gadgets',
    });
    const faults = (body as { errors: { pointer: string; code: string }[] }).errors.map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(faults.sort()).toEqual([
      '/amount AMOUNT_FORMAT',
      '/a~1b BODY_SCHEMA',
      '/note TEXT_CONTROL_CHARS',
      '/parts/0/extra BODY_SCHEMA',
      '/status BODY_SCHEMA',
      '/to ADDRESS_FORMAT',
    ]);
    expect(body['requestId']).toBe(headers['x-request-id']);
    expect(headers['x-request-id']).not.toBe('mine');
    expect(refusals).toMatchObject([
      { method: 'POST', route: '/v1/gadgets', code: 'BODY_SCHEMA', actor: 'per_eve' },
    ]);
    expect(GadgetsController.acts).toBe(0);
  });

  it.each([
    [
      'C04: a wrong checksum',
      { to: '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', amount: '1' },
      422,
      'ADDRESS_FORMAT',
    ],
    ['C04: a Cyrillic letter', { to: TO.replace('E7Ef', 'Е7Ef'), amount: '1' }, 422, 'ADDRESS_FORMAT'],
    ['D02: a number for an amount', { to: TO, amount: 15 }, 422, 'BODY_SCHEMA'],
    ['D03: full-width digits', { to: TO, amount: '１００' }, 422, 'AMOUNT_FORMAT'],
    ['D03: an empty amount', { to: TO, amount: '' }, 422, 'AMOUNT_FORMAT'],
    ['H15: mass assignment', { to: TO, amount: '1', state: 'settled' }, 422, 'BODY_SCHEMA'],
    ['H19: a newline in a text', { to: TO, amount: '1', note: 'a\nb' }, 422, 'TEXT_CONTROL_CHARS'],
    ['a day that is not', { to: TO, amount: '1', at: '2026-02-30T00:00:00Z' }, 422, 'BODY_SCHEMA'],
    ['an offset', { to: TO, amount: '1', at: '2026-02-20T00:00:00+01:00' }, 422, 'BODY_SCHEMA'],
    ['H16: __proto__', '{"to":"x","__proto__":{"admin":true}}', 422, 'BODY_SCHEMA'],
    ['H17: duplicate keys', `{"to":"${TO}","to":"x"}`, 422, 'BODY_DUPLICATE_KEY'],
    ['H18: a depth bomb', '['.repeat(30_000), 400, 'BODY_TOO_DEEP'],
    ['H18: an array', '[]', 422, 'BODY_SCHEMA'],
    [
      'invariant 22: a number JavaScript rounds',
      '{"parts":[{"size":1.0000000000000001}]}',
      422,
      'BODY_SCHEMA',
    ],
    ['half a body', '{"to":', 400, 'BODY_NOT_JSON'],
  ])('is refused for %s', async (_name, sent, status, code) => {
    const answer = await post(sent);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(refusals).toHaveLength(1);
  });

  it('is refused when larger than 64 KiB, also when its length is not announced', async () => {
    const answer = await post(`"${'a'.repeat(70_000)}"`);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    const status = await new Promise((resolve, reject) => {
      const server = world.app.getHttpServer() as {
        address(): AddressInfo;
        listen(port: number, then: () => void): void;
        close(): void;
      };
      server.listen(0, () => {
        const sent = httpRequest({
          port: server.address().port,
          path: '/v1/gadgets',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        });
        sent.on('response', (response) => {
          response.resume();
          server.close();
          resolve(response.statusCode);
        });
        sent.on('error', reject);
        for (let chunk = 0; chunk < 8; chunk += 1) sent.write('a'.repeat(10_000));
      });
    });
    expect(status).toBe(413);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
  ])('H07: is refused as %s, which a foreign page can post', async (type) => {
    const answer = await post('{"to":"x"}', { 'Content-Type': type });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'CONTENT_TYPE']);
  });

  it('is refused on a route that takes none, and query members are too', async () => {
    const extra = await http().delete('/v1/gadgets').send({ force: true });
    expect([extra.status, codeOf(extra)]).toEqual([422, 'BODY_SCHEMA']);
    const query = await http().get('/v1/gadgets/plain?force=true');
    expect([query.status, codeOf(query)]).toEqual([400, 'QUERY_SCHEMA']);
    await http().delete('/v1/gadgets').expect(200);
  });
});

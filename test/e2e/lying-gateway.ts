import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fetchOnce } from '../../sandbox/fetch-once.js';

/** Changes an answer; whatever it leaves alone is answered as it came. */
export type Lie = (path: string, answer: string) => string;

/** Stands before a gateway, and lies as it is told. It keeps which acts came through it. */
export async function lyingGateway(truthful: string) {
  const state: { lie: Lie; acts: string[] } = { lie: (_, answer) => answer, acts: [] };
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = request;
      const body = await text(request);
      if (method !== 'GET') state.acts.push(`${method} ${url}`);
      const given = await fetchOnce(`${truthful}${url}`, {
        method,
        headers: {
          cookie: headers.cookie ?? '',
          ...(body !== '' && { 'content-type': 'application/json' }),
          ...(headers['idempotency-key'] !== undefined && {
            'idempotency-key': String(headers['idempotency-key']),
          }),
        },
        ...(body !== '' && { body }),
      });
      // It says that it is where it is asked: that alone is no lie that anybody could see.
      const answer = (await given.text()).replaceAll(`"origin":"${truthful}"`, `"origin":"${origin}"`);
      response.writeHead(given.status, { 'content-type': given.headers.get('content-type') ?? '' });
      response.end(method === 'GET' && given.ok ? state.lie(url, answer) : answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { origin, state, stop };
}

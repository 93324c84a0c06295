import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a small server answers; by its second argument it may answer bit by bit. */
export type Answering = (
  heard: Heard,
  response: ServerResponse,
) => { status?: number; json: unknown } | undefined;

/** A server that answers as it is told, and keeps what it heard. */
export async function smallGateway(answer: Answering) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '', headers } = request;
      const each = { method, path, headers, body: await text(request) };
      heard.push(each);
      const given = answer(each, response);
      if (given === undefined) return;
      response.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(given.json));
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
  return { origin, heard, stop };
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fetchOnce } from './fetch-once.js';

let server: Server;
let origin: string;

beforeEach(async () => {
  const answered = new WeakSet<Socket>();
  // It is gone from a connection that was kept, as after a crash or an idle timeout; the client has yet to notice.
  server = createServer(({ socket, headers }, response) => {
    if (answered.has(socket)) {
      socket.destroy();
      return;
    }
    answered.add(socket);
    response.end(headers['x-own']);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe(fetchOnce.name, () => {
  it('is heard by a server that closes its kept connections', async () => {
    for (let count = 0; count < 3; count += 1) {
      const response = await fetchOnce(origin, { method: 'POST', headers: { 'x-own': 'here' } });
      expect(await response.text()).toBe('here');
    }
  });
});

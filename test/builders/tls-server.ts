import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TLSSocket, createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

const path = (name: string): string =>
  fileURLToPath(new URL(`../vectors/tls-of-tests/${name}`, import.meta.url));

/** The file of an authority that has signed for the server below, and that nobody else trusts. */
export const CA_OF_TESTS = path('ca.pem');

/** A server of TLS that keeps what it hears. Its certificate is for `localhost`. */
export async function tlsServer(port = 0) {
  const sockets: TLSSocket[] = [];
  const heard: Buffer[] = [];
  const protocols: (string | null)[] = [];
  const options = { cert: readFileSync(path('server.pem')), key: readFileSync(path('server.key')) };
  const ended = Promise.withResolvers<undefined>();
  const server = createServer(options, (socket) => {
    sockets.push(socket);
    protocols.push(socket.getProtocol());
    socket.on('data', (part: Buffer) => heard.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      ended.resolve(undefined);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => Buffer.concat(heard).toString(),
    protocols,
    /** When the first connection has ended. */
    closed: () => ended.promise,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

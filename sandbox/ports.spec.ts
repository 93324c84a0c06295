import { afterEach, describe, expect, it } from '@jest/globals';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { itWhere } from '../test/it-where.js';
import { claimPort } from './ports.js';

const servers: Server[] = [];
const loopback = Object.values(networkInterfaces()).flatMap((each) =>
  (each ?? []).filter(({ internal }) => internal).map(({ address }) => address),
);

/** Somebody else's program on this address, and the port that it has. */
async function occupied(host: string): Promise<number> {
  const server = createServer().listen({ port: 0, host, ipv6Only: true });
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe(claimPort.name, () => {
  it('gives a port that is free, or the wanted one', async () => {
    const port = await claimPort(undefined, 'the API');
    expect(await claimPort(port, 'the API')).toBe(port);
    expect(await claimPort(0, 'the API')).not.toBe(0);
  });

  // Otherwise two test files get the same one now and then, and one of them a port in use.
  it('gives one that nobody else can claim, before it is used and between two uses', async () => {
    const port = await claimPort(undefined, 'the API');
    const claim = createSocket('udp4').bind(port, '127.0.0.1');
    const [error] = (await once(claim, 'error')) as [Error];
    claim.close();
    expect(error.message).toContain('EADDRINUSE');
  });

  // Requests for http://localhost go to either address, and not to us if somebody else listens there.
  for (const host of ['127.0.0.1', '::1']) {
    const whereItIs = itWhere(loopback.includes(host), 'this machine does not have it');
    whereItIs(`refuses a port that another program has on ${host}`, async () => {
      const port = await occupied(host);
      await expect(claimPort(port, 'the API')).rejects.toThrow(
        `Port ${String(port)} for the API is already in use`,
      );
    });
  }
});

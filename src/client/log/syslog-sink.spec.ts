import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { CA_OF_TESTS, tlsServer } from '../../../test/builders/tls-server.js';
import { octetCounted, syslogSink, syslogTarget } from './syslog-sink.js';

describe('a syslog server', () => {
  it('gets each message behind its length, over TCP', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const taken = once(server, 'connection');
    const sink = await syslogSink(
      syslogTarget(`tcp://127.0.0.1:${String((server.address() as AddressInfo).port)}`),
    );
    await sink.put(['<110>1 é', 'b']);
    sink.close();
    const [socket] = (await taken) as [NodeJS.ReadableStream];
    expect(await textOf(socket)).toBe('9 <110>1 é1 b');
    server.close();
  });

  it('gets each message in a datagram, over UDP', async () => {
    const server = createSocket('udp4');
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    const heard = once(server, 'message');
    const sink = await syslogSink(syslogTarget(`udp://127.0.0.1:${String(server.address().port)}`));
    await sink.put([`<110>1 - [sluice@32473 index="4"] ${'x'.repeat(70_000)}`]);
    const [message] = (await heard) as [Buffer];
    expect(message.toString()).toBe(
      '<110>1 - [sluice@32473 index="4"] too long for a datagram: take it from the log',
    );
    sink.close();
    server.close();
  });

  it('is named by its transport, and refused in any other form', async () => {
    expect(syslogTarget('tls://siem.example')).toEqual({
      transport: 'tls',
      host: 'siem.example',
      port: 6514,
    });
    for (const wrong of ['siem.example:514', 'https://siem.example', 'tcp://', 'tcp://siem.example/path'])
      expect(() => syslogTarget(wrong)).toThrow(/no target/);
    await expect(syslogSink(syslogTarget('tcp://127.0.0.1:1'))).rejects.toMatchObject({ exitCode: 1 });
    expect(octetCounted('').toString()).toBe('0 ');
  });

  it('gets each message behind its length, over TLS, if it is who it should be', async () => {
    const server = await tlsServer();
    const sink = await syslogSink(syslogTarget(`tls://localhost:${String(server.port)}`, CA_OF_TESTS));
    await sink.put(['<110>1 é', 'b']);
    sink.close();
    await server.closed();
    expect(server.received()).toBe('9 <110>1 é1 b');
    expect(server.protocols).toEqual([expect.stringMatching(/^TLSv1\.[23]$/)]);
    await server.stop();
  });

  it.each([
    [
      'by another name than its certificate has',
      '127.0.0.1',
      CA_OF_TESTS,
      /IP: 127.0.0.1 is not in the cert/,
    ],
    ['by a CA that nobody named', 'localhost', undefined, /unable to (verify|get)|self-signed/],
  ])('is told nothing over TLS %s', async (_name, host, ca, words) => {
    const server = await tlsServer();
    const target = syslogTarget(`tls://${host}:${String(server.port)}`, ca);
    await expect(syslogSink(target)).rejects.toMatchObject({
      ...{ exitCode: 1, name: 'ProgramFailure' },
      message: expect.stringMatching(words) as unknown,
    });
    expect(server.received()).toBe('');
    await server.stop();
  });
});

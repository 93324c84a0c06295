import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import { misused, refused } from '../terminal/failures.js';
import type { Sink } from './sink.js';

/** A server that takes syslog. */
export interface SyslogTarget {
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly host: string;
  readonly port: number;
  /** PEM of whoever signs for it; those that Node.js knows if it is left out. */
  readonly ca?: string;
}

const PORTS = { 'tcp:': 601, 'tls:': 6514, 'udp:': 514 } as const;
/** What fits into one datagram of IPv4. */
const DATAGRAM_MAX = 65_507;
const PATIENCE_MS = 20_000;

export function syslogTarget(written: string, caFile?: string): SyslogTarget {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (
    !url ||
    !isTransport(url.protocol) ||
    url.hostname === '' ||
    (url.pathname !== '' && url.pathname !== '/')
  )
    throw misused(`${written} is no target: it is like tls://siem.example:6514, tcp://… or udp://…`);
  const port = url.port === '' ? PORTS[url.protocol] : Number(url.port);
  const transport = url.protocol.slice(0, -1) as SyslogTarget['transport'];
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return { transport, host, port, ...(caFile !== undefined && { ca: pemIn(caFile) }) };
}

/** RFC 6587 over TCP, RFC 5425 over TLS: the length in bytes, a space, the message. */
export function octetCounted(message: string): Buffer {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${String(bytes.length)} `), bytes]);
}

export async function syslogSink(target: SyslogTarget): Promise<Sink> {
  return target.transport === 'udp' ? datagrams(target) : streamed(target);
}

/** One connection. If it is lost the follower ends, and goes on from its state when it is started again. */
async function streamed({ transport, host, port, ca }: SyslogTarget): Promise<Sink> {
  const socket: Socket =
    transport === 'tls'
      ? connectTls({ host, port, servername: host, ...(ca !== undefined && { ca }) })
      : connect({ host, port });
  socket.setTimeout(PATIENCE_MS);
  const lost = new Promise<never>((_, reject) => {
    const fail = (why: string) => () => {
      reject(refused(`${host}:${String(port)}: ${why}`));
    };
    socket.once('error', (error) => {
      fail(error.message)();
    });
    socket.once('close', fail('the connection was closed'));
    socket.once('timeout', fail('no answer'));
  });
  lost.catch(() => undefined); // whoever waits for it is told
  await Promise.race([once(socket, transport === 'tls' ? 'secureConnect' : 'connect'), lost]);
  socket.setTimeout(0);
  socket.resume(); // a server has nothing to say, and its end must be noticed
  return {
    put: async (lines) => {
      const flushed = Promise.withResolvers<undefined>();
      socket.write(Buffer.concat(lines.map(octetCounted)), (error) => {
        if (error) flushed.reject(refused(`${host}:${String(port)}: ${error.message}`));
        else flushed.resolve(undefined);
      });
      await Promise.race([flushed.promise, lost]);
      return null;
    },
    close: () => {
      socket.end();
    },
  };
}

/** RFC 5426. Nobody says whether a datagram arrived, and what is too long for one goes without its message. */
function datagrams({ host, port }: SyslogTarget): Sink {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return {
    put: async (lines) => {
      for (const line of lines) {
        const sent = Promise.withResolvers<undefined>();
        socket.send(fitting(line), port, host, (error) => {
          if (error) sent.reject(refused(`${host}:${String(port)}: ${error.message}`));
          else sent.resolve(undefined);
        });
        await sent.promise;
      }
      return null;
    },
    close: () => {
      socket.close();
    },
  };
}

function fitting(line: string): Buffer {
  const bytes = Buffer.from(line);
  if (bytes.length <= DATAGRAM_MAX) return bytes;
  // Index and leaf hash stand in the structured data, which ends before the message.
  return Buffer.from(
    `${line.slice(0, line.indexOf('"] ') + 3)}too long for a datagram: take it from the log`,
  );
}

function isTransport(protocol: string): protocol is keyof typeof PORTS {
  return Object.hasOwn(PORTS, protocol);
}

function pemIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw misused(`${path} cannot be read`);
  }
}

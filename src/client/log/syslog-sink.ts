import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { misused } from '../terminal/failures.js';
import type { Sink } from './sink.js';
import { type SyslogConnection, type SyslogTarget, connected, failureOf } from './syslog-connection.js';

const PORTS = { 'tcp:': 601, 'tls:': 6514, 'udp:': 514 } as const;
/** What fits into one datagram of IPv4. */
const DATAGRAM_MAX = 65_507;

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
  if (target.transport === 'udp') return datagrams(target);
  const sink = new StreamedSink(target);
  await sink.connect();
  return sink;
}

/** A connection that is made again where it was lost. */
class StreamedSink implements Sink {
  #connection: SyslogConnection | undefined;

  constructor(private readonly target: SyslogTarget) {}

  async connect(): Promise<void> {
    this.#connection ??= await connected(this.target);
  }

  async put(lines: readonly string[]): Promise<null> {
    await this.connect();
    try {
      await this.#connection?.write(Buffer.concat(lines.map(octetCounted)));
      return null;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#connection?.end();
    this.#connection = undefined;
  }
}

/** RFC 5426. Nobody says whether a datagram arrived, and what is too long for one goes without its message. */
function datagrams({ host, port }: SyslogTarget): Sink {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return {
    put: async (lines) => {
      for (const line of lines) {
        const sent = Promise.withResolvers<undefined>();
        socket.send(fitting(line), port, host, (error) => {
          if (error) sent.reject(failureOf({ host, port }, error));
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

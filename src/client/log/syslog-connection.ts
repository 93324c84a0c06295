import { type Socket, connect, isIP } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { PassingFailure, isPassing } from '../gateway/passing.js';
import { refused } from '../terminal/failures.js';
import { LostConnection } from './sink.js';

/** A server that takes syslog. */
export interface SyslogTarget {
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly host: string;
  readonly port: number;
  /** PEM of whoever signs for it; those that Node.js knows if it is left out. */
  readonly ca?: string;
}

export interface SyslogConnection {
  /** @throws LostConnection once it is lost, also if that was noticed before */
  write(bytes: Buffer): Promise<void>;
  end(): void;
}

const PATIENCE_MS = 20_000;
/** How soon it is noticed that the other side is gone without a word. */
const KEEP_ALIVE_MS = 30_000;

/** Over TLS the server proves its name by a certificate. Nothing turns that off. */
export async function connected(target: SyslogTarget): Promise<SyslogConnection> {
  const socket = socketTo(target);
  const lost = lossOf(socket, target);
  lost.catch(() => undefined); // whoever writes is told
  socket.setTimeout(PATIENCE_MS);
  await Promise.race([once(socket, target.transport === 'tls' ? 'secureConnect' : 'connect'), lost]);
  socket.setTimeout(0);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.resume(); // a server has nothing to say, and its end must be noticed
  return {
    write: async (bytes) => {
      const flushed = Promise.withResolvers<undefined>();
      socket.setTimeout(PATIENCE_MS);
      socket.write(bytes, (error) => {
        if (!error) flushed.resolve(undefined);
      });
      await Promise.race([lost, flushed.promise]);
      socket.setTimeout(0);
    },
    end: () => {
      socket.end();
    },
  };
}

function socketTo({ transport, host, port, ca }: SyslogTarget): Socket {
  if (transport !== 'tls') return connect({ host, port });
  // An IP address is no name that a server could be asked for (RFC 6066); it is compared with the certificate all the same.
  const asked = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ host, port, ...asked, rejectUnauthorized: true, ...(ca !== undefined && { ca }) });
}

/** Rejects when the connection is lost, or comes to none. */
function lossOf(socket: Socket, target: SyslogTarget): Promise<never> {
  return new Promise<never>((_, reject) => {
    socket.once('error', (error) => {
      reject(failureOf(target, error));
    });
    const lose = (why: string) => () => {
      reject(new LostConnection(`${placeOf(target)}: ${why}`, Date.now()));
      socket.destroy();
    };
    socket.once('close', lose('the connection was closed'));
    socket.once('end', lose('the connection was closed'));
    socket.once('timeout', lose('no answer'));
  });
}

/** What a network says passes; a certificate that is refused does not. */
export function failureOf(target: Pick<SyslogTarget, 'host' | 'port'>, error: Error): PassingFailure | Error {
  const words = `${placeOf(target)}: ${error.message}`;
  return isPassing(error) ? new LostConnection(words, Date.now()) : refused(words);
}

function placeOf({ host, port }: Pick<SyslogTarget, 'host' | 'port'>): string {
  return `${host}:${String(port)}`;
}

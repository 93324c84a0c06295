import { createServer } from 'node:net';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.js';

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}

function isTaken(error: unknown): boolean {
  return z.looseObject({ code: z.literal('EADDRINUSE') }).safeParse(error).success;
}

/** A port that is free on both addresses of `localhost`: whoever had it on one of them would be given our requests. */
async function freePort(wanted: number | undefined): Promise<number> {
  const port = await listen(wanted ?? 0, '127.0.0.1');
  try {
    await listen(port, '::1');
  } catch (error) {
    // Any other error says that this machine has no IPv6, so that nobody is there.
    if (isTaken(error) && wanted !== undefined) throw error;
    if (isTaken(error)) return freePort(undefined);
  }
  return port;
}

/** A port of this machine's own choice, or the wanted one; fails with one clear message when that one is taken. */
export async function claimPort(wanted: number | undefined, what: string): Promise<number> {
  try {
    return await freePort(wanted);
  } catch (error) {
    const taken = isTaken(error);
    throw new SandboxError(
      taken
        ? `Port ${String(wanted)} for ${what} is already in use by another program. Stop that program, or choose another port.`
        : `Port ${String(wanted)} for ${what} cannot be used: ${String(error)}`,
      { cause: error },
    );
  }
}

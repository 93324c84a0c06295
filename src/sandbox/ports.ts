import { createServer } from 'node:net';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.js';

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}

/** A port of this machine's own choice, or the wanted one; fails with one clear message when that one is taken. */
export async function claimPort(wanted: number | undefined, what: string): Promise<number> {
  try {
    return await listen(wanted ?? 0);
  } catch (error) {
    const taken = z.looseObject({ code: z.literal('EADDRINUSE') }).safeParse(error).success;
    throw new SandboxError(
      taken
        ? `Port ${String(wanted)} for ${what} is already in use by another program. Stop that program, or choose another port.`
        : `Port ${String(wanted)} for ${what} cannot be used: ${String(error)}`,
      { cause: error },
    );
  }
}

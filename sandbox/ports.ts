import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.js';

// Below the ephemeral range, so that the system hands out none of these ports to anybody else.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 100;

function listen(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve();
      });
    });
  });
}

function isTaken(error: unknown): boolean {
  return z.looseObject({ code: z.literal('EADDRINUSE') }).safeParse(error).success;
}

/** Checks both addresses of `localhost`: a program on either would receive our requests. */
async function expectFree(port: number): Promise<void> {
  await listen(port, '127.0.0.1');
  try {
    await listen(port, '::1');
  } catch (error) {
    // Any other error means that this machine has no IPv6.
    if (isTaken(error)) throw error;
  }
}

/**
 * Claims a TCP port by binding the UDP port of the same number for the life of this process; fails if another process
 * has it. A port may be used long after it is claimed, and again after a crash: no other process of ours may take it.
 */
function hold(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, resolve);
  });
}

async function anyPort(what: string): Promise<number> {
  let failure: unknown;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    try {
      await expectFree(port);
      await hold(port);
      return port;
    } catch (error) {
      failure = error;
    }
  }
  throw new SandboxError(`No port can be claimed for ${what}: ${String(failure)}`, { cause: failure });
}

/** The wanted port, or one that no other process of ours has claimed. Fails with a clear message if it is taken. */
export async function claimPort(wanted: number | undefined, what: string): Promise<number> {
  if (!wanted) return anyPort(what);
  try {
    await expectFree(wanted);
    return wanted;
  } catch (error) {
    throw new SandboxError(
      isTaken(error)
        ? `Port ${String(wanted)} for ${what} is already in use by another program. Stop that program, or choose another port.`
        : `Port ${String(wanted)} for ${what} cannot be used: ${String(error)}`,
      { cause: error },
    );
  }
}

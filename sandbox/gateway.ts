import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writePidFile } from './pid-file.js';
import { stopChild } from './processes.js';
import { SandboxError } from './sandbox-error.js';

export interface Gateway {
  readonly origin: string;
  readonly pid: number;
  /** Resolves with a description once the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
}

/** The settings of a service, by the names of .env.example. */
export type GatewayEnvironment = Readonly<Record<string, string>>;

const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
// Megabytes. On a large machine V8 lets the young generation grow to many times the gateway's live objects.
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8'];
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the real service as its own process, with settings and nothing else. The pid file lets a later run stop it
 * if this process is killed.
 */
export async function startGateway(environment: GatewayEnvironment, pidFile?: string): Promise<Gateway> {
  const child = spawn(process.execPath, [...NODE_FLAGS, PROGRAM], {
    env: { PATH: '', ...compileCache(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C in a terminal reaches the whole group; the sandbox stops its parts in its own order.
    detached: true,
  });
  if (pidFile !== undefined) writePidFile(pidFile, child.pid);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(errors.trim() || `it ended with ${String(code ?? signal)}`);
    });
  });
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => {
      reject(new SandboxError('The gateway does not come up.'));
    }, START_TIMEOUT_MS).unref();
  });
  try {
    await Promise.race([
      ready(child),
      timeout,
      ended.then((words) => Promise.reject(new SandboxError(words))),
    ]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const { PUBLIC_ORIGIN: origin = '' } = environment;
  return {
    origin,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      await stopChild(child, { polite: 'SIGTERM', rude: 'SIGKILL', afterMs: 10_000 });
      if (pidFile !== undefined) rmSync(pidFile, { force: true });
    },
    kill: () => stopChild(child, { polite: 'SIGKILL', rude: 'SIGKILL', afterMs: 1000 }),
  };
}

/** Where Node keeps what it has compiled, as scripts/launch.mjs has it: a start takes a fifth less. */
function compileCache(): GatewayEnvironment {
  const { NODE_COMPILE_CACHE: folder } = process.env;
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Sluice is ready')) resolve();
    });
  });
}

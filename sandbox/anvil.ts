import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { stopLeftover, writePidFile } from './pid-file.js';
import { claimPort } from './ports.js';
import { stopChild } from './processes.js';
import { SandboxError } from './sandbox-error.js';

export const sandboxChainId = 31337;

export interface AnvilOptions {
  /** Any free port if omitted or 0. */
  port?: number;
  /** Seconds between blocks, besides one per transaction. If omitted, time stands still between transactions. */
  blockTime?: number;
  /** Loads the chain from this file, if it exists, and keeps saving it there. */
  stateFile?: string;
  /** Loads a chain with its history from a file that `dumpFile` wrote. Read only. */
  loadFile?: string;
  /** Writes the chain here when the node stops, with the state at every block. */
  dumpFile?: string;
  /** Names the running node, so that a later run can stop an orphan. Beside the state file if omitted. */
  pidFile?: string;
}

export interface Anvil {
  url: string;
  port: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const chainIdAnswer = z.object({ result: z.literal(`0x${sandboxChainId.toString(16)}`) });

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The binary inside the platform's package; the package's install script would only link to it. */
function anvilPath(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  const name = `@foundry-rs/anvil-${process.platform}-${architectures[process.arch] ?? process.arch}`;
  try {
    const suffix = process.platform === 'win32' ? '.exe' : '';
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin', `anvil${suffix}`);
  } catch (error) {
    throw new SandboxError(`The sandbox chain has no build for this machine (${name} is not installed).`, {
      cause: error,
    });
  }
}

function argumentsFor(port: number, options: AnvilOptions): string[] {
  const { blockTime, stateFile, loadFile, dumpFile } = options;
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(sandboxChainId)],
    // Ether per account: enough to fund any number of Safes.
    ...['--balance', '1000000'],
    // Otherwise `finalized` lags 64 blocks, which a sandbox never reaches.
    ...['--slots-in-an-epoch', '1', '--quiet'],
    ...(blockTime === undefined ? [] : ['--block-time', String(blockTime), '--mixed-mining']),
    ...(stateFile === undefined ? [] : ['--state', stateFile, '--state-interval', '1']),
    ...(loadFile === undefined ? [] : ['--load-state', loadFile]),
    ...(dumpFile === undefined ? [] : ['--dump-state', dumpFile, '--preserve-historical-states']),
  ];
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return chainIdAnswer.safeParse(await response.json()).success;
  } catch {
    // Not listening yet; the caller retries until its own deadline.
    return false;
  }
}

async function untilReady(url: string, child: ChildProcess, words: () => string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  while (!(await answers(url))) {
    if (failure ?? child.exitCode ?? child.signalCode) {
      throw new SandboxError(
        `The sandbox chain (anvil) stopped at its start: ${failure?.message ?? words()}`,
      );
    }
    if (Date.now() > deadline) throw new SandboxError('The sandbox chain (anvil) does not answer.');
    await sleep(20);
  }
}

/** A real EVM node on 127.0.0.1. */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const pidFile =
    options.pidFile ?? (options.stateFile === undefined ? undefined : `${options.stateFile}.pid`);
  if (pidFile !== undefined) await stopLeftover(pidFile);
  const port = await claimPort(options.port, 'the sandbox chain');
  if (options.stateFile !== undefined) mkdirSync(dirname(options.stateFile), { recursive: true });
  const reused = options.stateFile !== undefined && existsSync(options.stateFile);
  // Detached: Ctrl-C in a terminal reaches the whole process group, and the chain must outlive the application.
  const child = spawn(anvilPath(), argumentsFor(port, options), {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  if (pidFile !== undefined) writePidFile(pidFile, child.pid);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const hint = reused ? ` The chain in ${String(options.stateFile)} may be broken: npm start -- --fresh` : '';
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    // On SIGINT anvil writes its state before it exits.
    await stopChild(child, { polite: 'SIGINT', rude: 'SIGKILL', afterMs: 30_000 });
    if (pidFile !== undefined) rmSync(pidFile, { force: true });
  };
  try {
    await untilReady(url, child, () => output.trim().split('\n').slice(-3).join(' / ') + hint);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, stop };
}

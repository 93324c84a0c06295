import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { introduce, readyLines } from './introduction.js';
import { playAttack, playTransfer } from './play.js';
import { removePostgres } from './postgres.js';
import { type Sandbox, startSandbox } from './sandbox.js';
import { SandboxError } from './sandbox-error.js';
import { stopLeftover } from './pid-file.js';
import { startOptions } from './start-options.js';

const DATA_FOLDER = fileURLToPath(new URL('../.sluice', import.meta.url));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function startOver(): Promise<void> {
  if (!existsSync(DATA_FOLDER)) return;
  await removePostgres(`${DATA_FOLDER}/postgres`);
  await stopLeftover(`${DATA_FOLDER}/chain.json.pid`);
  rmSync(DATA_FOLDER, { recursive: true, force: true });
}

/** What people can do meanwhile, they need not wait for. */
async function demonstrate(sandbox: Sandbox): Promise<void> {
  say('');
  say(pc.bold('Meanwhile a demonstration: a transfer, through every gate'));
  await playTransfer(sandbox, say).catch((error: unknown) => {
    // A used-up limit, a frozen Safe, somebody else's answer to it: keep running, so that people can look.
    say(`  ${pc.yellow('!')} ${'held'.padEnd(14)} ${error instanceof Error ? error.message : String(error)}`);
  });
  say('');
  say(pc.bold("Bybit's transaction, presented as a proposal"));
  await playAttack(sandbox, say);
  say('');
  for (const line of readyLines(sandbox.gateway.origin)) say(line);
}

let current: Sandbox | undefined;
const ending = { hasBegun: false };

async function stop(code: number): Promise<never> {
  ending.hasBegun = true;
  await current?.stop();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending.hasBegun) return;
    say('\nStopping…');
    void stop(0);
  });
}

try {
  const { fresh, delay, port, chainPort } = startOptions();
  if (fresh) await startOver();
  const startedAt = performance.now();
  const progress = (step: string): void => {
    say(`${pc.dim(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s`)}  ${step}`);
  };
  const sandbox = await startSandbox({
    dataFolder: DATA_FOLDER,
    port,
    chainPort,
    safes: ['Cold 1'],
    delaySeconds: delay,
    progress,
  });
  current = sandbox;
  void sandbox.gateway.ended.then(async (words) => {
    if (ending.hasBegun) return;
    process.stderr.write(`The gateway has ended: ${words}\n`);
    await stop(1);
  });
  say('');
  await introduce(sandbox, say);
  await demonstrate(sandbox);
} catch (error) {
  if (!ending.hasBegun) {
    const words =
      error instanceof SandboxError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`${words}\n`);
    await stop(1);
  }
}

import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { z } from 'zod';
import { mnemonic } from './mnemonic.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from './people.js';
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

const SafePage = z.object({
  data: z.array(
    z.object({
      label: z.string(),
      address: z.string(),
      enforcement: z.string(),
      gaps: z.array(z.string()),
    }),
  ),
});

async function introduce(sandbox: Sandbox): Promise<void> {
  const { origin } = sandbox.gateway;
  say('');
  say(pc.bold('People: roles (groups), index and address of the key that signs in and confirms'));
  for (const person of DEMO_PEOPLE) {
    const [owner, ownerIndex] = [ownerKey(person), String(person.ownerIndex)];
    const rights = `${person.roles.join(', ')}${person.groups.length > 0 ? ` (${person.groups.join(', ')})` : ''}`;
    say(
      `  ${person.name.padEnd(8)} ${rights.padEnd(36)} ${String(person.index)}  ${confirmationKey(person).address}${owner ? `  owner key ${ownerIndex}  ${owner.address}` : ''}`,
    );
  }
  say(pc.dim(`  Each number is the key's index, m/44'/60'/0'/0/<index>, of the well-known mnemonic`));
  say(pc.dim(`  "${mnemonic}".`));
  say('');
  say(`API           ${origin}/v1`);
  say(`OpenAPI page  ${origin}/docs`);
  say(`Chain         ${sandbox.chainUrl} (chain id 31337; one node stands for both providers)`);
  say(`Founding      ${sandbox.trust.foundingDigest}`);
  say(`Log key       ${sandbox.trust.logKey}`);
  say(
    pc.dim(
      '  Evidence is verified by these two (--founding, --log-key). Where it matters, compare them by another',
    ),
  );
  say(
    pc.dim(
      '  channel than the gateway: GET /v1/installation says them too, and whoever answers there could lie.',
    ),
  );
  const { data } = SafePage.parse((await sandbox.person('Audrey').get('/v1/safes')).body);
  for (const { label, address, enforcement, gaps } of data) {
    say(`${label.padEnd(13)} ${address} (Safe 1.4.1, 3 of 5; ${enforcement}: no guard is installed)`);
    if (gaps.length > 0)
      say(`${''.padEnd(13)} gaps: ${gaps.join(', ')} (docs/runbook.md, Ways round Sluice)`);
  }
  say('');
  say(`${pc.bold('Sluice is ready.')} Ctrl-C stops it; npm start -- --fresh starts over.`);
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
  const { fresh, port, chainPort } = startOptions();
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
    progress,
  });
  current = sandbox;
  void sandbox.gateway.ended.then(async (words) => {
    if (ending.hasBegun) return;
    process.stderr.write(`The gateway has ended: ${words}\n`);
    await stop(1);
  });
  say('');
  say(pc.bold('A transfer, through every gate'));
  await playTransfer(sandbox, say).catch((error: unknown) => {
    // A used-up limit, a frozen Safe, an earlier transfer in the lane: keep running, so that people can look.
    say(`  ${pc.yellow('!')} ${'held'.padEnd(14)} ${error instanceof Error ? error.message : String(error)}`);
  });
  say('');
  say(pc.bold("Bybit's transaction, presented as a proposal"));
  await playAttack(sandbox, say);
  await introduce(sandbox);
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { programOf } from '../src/config/program.js';
import type { Sandbox } from './sandbox.js';
import type { StepResult } from './scenario.js';

const { json } = programOf(
  'npm run scenario --',
  'Play whole stories against the built service, in a world of their own',
  ['npm run scenario', 'npm run scenario -- --json'],
)
  .option('--json', 'print the results as JSON', false)
  .parse()
  .opts<{ readonly json: boolean }>();

// They take seconds to load, which --help need not wait for.
const { startSandbox } = await import('./sandbox.js');
const { runScenario } = await import('./scenario.js');

/** With --json only the result goes to standard output. */
const say = (line: string): void => {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
};

function tell({ ok, name, detail }: StepResult): void {
  say(`  ${ok ? pc.green('✓') : pc.red('✗')} ${name.padEnd(58)} ${ok ? pc.dim(detail) : detail}`);
}

const dataFolder = mkdtempSync(join(tmpdir(), 'sluice-scenario-'));
let sandbox: Sandbox | undefined;

async function cleanUp(): Promise<void> {
  await sandbox?.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void cleanUp().finally(() => process.exit(130));
  });
}

try {
  sandbox = await startSandbox({
    dataFolder,
    safes: ['Cold 1', 'Cold 2', 'Cold 3'],
    progress: (step) => {
      say(pc.dim(`  ${step}`));
    },
  });
  const steps = await runScenario(sandbox, tell);
  const ok = steps.every((step) => step.ok);
  if (json) process.stdout.write(`${JSON.stringify({ ok, steps })}\n`);
  else say(ok ? `All ${String(steps.length)} hold.` : 'Not all hold.');
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
process.exit();

// node scripts/launch.mjs TASK [args...]  makes the checkout ready, then runs the task.
//
// Runs on any Node from 18 on, with nothing installed yet; hence plain JavaScript without dependencies. Everything it
// says goes to stderr, so that the task's own output stays clean.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { makeReady, root } from './make-ready.mjs';
import { ownVersion } from './usage.mjs';

const tasks = {
  start: () => (isService() ? 'dist/main.js' : 'sandbox/start.ts'),
  scenario: () => 'sandbox/scenario-main.ts',
  bootstrap: () => 'dist/bootstrap-main.js',
  sluice: () => 'dist/sluice-main.js',
  witness: () => 'dist/witness/main.js',
  console: () => 'scripts/build-console.mjs',
  verifier: () => 'scripts/build-verifier.mjs',
  bench: () => 'bench/main.ts',
  test: () => 'scripts/test.mjs',
  screenshots: () => 'test/browser/pictures/main.ts',
  examples: () => 'scripts/write-examples.mjs',
};

// Megabytes. On a large machine V8 lets the young generation grow to many times the gateway's live objects.
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=8'];

const neededMajor = 24;
const majorOf = (version) => Number.parseInt(version.replace(/^v/, ''), 10);

/** Settings may stand in a .env file; the environment itself takes precedence. */
const envFile = join(root, '.env');
const isService = () =>
  Boolean(process.env.DATABASE_URL) ||
  (existsSync(envFile) && /^DATABASE_URL=./m.test(readFileSync(envFile, 'utf8')));
const envFlags = () => (existsSync(envFile) ? [`--env-file=${envFile}`] : []);

/** Node 24 from npm, so that a machine with another Node runs what was tested; undefined where it has no build. */
function installedNode() {
  const path = join(root, 'node_modules/.bin/node');
  if (!existsSync(path)) return undefined;
  if (realpathSync(path) === process.execPath) return process.execPath;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 && majorOf(stdout) >= neededMajor ? path : undefined;
}

function nodeForTasks() {
  const node = installedNode() ?? (majorOf(process.version) >= neededMajor ? process.execPath : undefined);
  if (node) return node;
  throw new Error(
    `Sluice needs Node ${neededMajor} or newer. This is ${process.version}, and npm has no Node ${neededMajor} for ` +
      `${process.platform} ${process.arch}. Install it from https://nodejs.org and try again.`,
  );
}

/**
 * Runs the task in its own process group. Ctrl-C reaches the terminal's whole group, and npm forwards it once more, so
 * the task would otherwise get the signal two or three times.
 */
function run(node, entry, args) {
  // Only the service is compiled; other tasks run from TypeScript.
  const loader = entry.endsWith('.ts') ? [`--import=${new URL('typescript.mjs', import.meta.url).href}`] : [];
  const child = spawn(node, [...nodeFlags, ...loader, ...envFlags(), join(root, entry), ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: join(root, '.cache/compiled'), ...process.env },
    detached: process.platform !== 'win32',
  });
  const told = new Set();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!told.has(signal)) child.kill(signal);
      told.add(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

const usage = `Usage: node scripts/launch.mjs ${Object.keys(tasks).join(' | ')} [args...]

Makes the checkout ready and runs the task with these arguments; each task has a --help of its own.

Example:
  node scripts/launch.mjs start --fresh`;

const [task, ...args] = process.argv.slice(2);
if (task === '--help' || task === '-h' || task === '--version') {
  console.log(task === '--version' ? ownVersion() : usage);
  process.exit(0);
}
if (!Object.hasOwn(tasks, task ?? '')) {
  console.error(`There is no task "${task ?? ''}"; --help says which there are.`);
  process.exit(2);
}
try {
  await makeReady(nodeForTasks);
  const entry = tasks[task]();
  if (!existsSync(join(root, entry))) throw new Error(`There is no ${entry} for the task "${task}".`);
  process.exitCode = await run(nodeForTasks(), entry, args);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

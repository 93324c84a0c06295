// node scripts/test.mjs [--only TIER] [jest's arguments...]
// Without arguments: the checks and all tests but the long ones side by side. With a file, a tier or any option of Jest's: those tests
// alone. Ends with one line of counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ownVersion } from './usage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tiers = ['rules', 'services', 'stories', 'browser', 'long'];
// Each lane is one process at a time: more would only take the cores from the tests.
const lanes = [['lint', 'types', 'format', 'architecture', 'unused', 'openapi']];

const running = new Set();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 128 + constants.signals[signal];
    interrupted = true;
  });
}

function run(command, args, options) {
  const child = spawn(command, args, { cwd: root, ...options });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ ok: code === 0, output });
    });
  });
}

async function check(name) {
  const start = Date.now();
  const { ok, output } = await run('npm', ['run', '--silent', `check:${name}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.error(`${ok ? 'PASS' : 'FAIL'} check:${name} (${seconds} s)`);
  if (!ok) console.error(output);
  return ok;
}

async function checkLane(names) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of names) counts[!interrupted && (await check(name)) ? 'passed' : 'failed'] += 1;
  return counts;
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Jest writes its results last, so a crash of Jest leaves none.
    console.error(`Jest gave no results: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function test(args) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-results-'));
  const file = join(folder, 'counts.json');
  try {
    const { ok } = await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'test', SLUICE_TEST_COUNTS: file },
    });
    const counts = readCounts(file);
    // A run may fail with every test passed, for example when the database cannot be stopped.
    return { ...counts, failed: ok ? counts.failed : Math.max(counts.failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Translates `--only TIER` for Jest; undefined for an unknown tier. */
function jestArguments(args) {
  const at = args.findIndex((each) => each === '--only' || each.startsWith('--only='));
  if (at === -1) return args;
  const isOneWord = args[at] !== '--only';
  const tier = isOneWord ? args[at].slice('--only='.length) : args[at + 1];
  if (!tiers.includes(tier)) return undefined;
  return [...args.slice(0, at), ...args.slice(at + (isOneWord ? 1 : 2)), `--selectProjects=${tier}`];
}

const usage = `Usage: npm test [-- [--only ${tiers.join(' | ')}] [FILE...] [options of Jest]]

Without arguments: the six checks and all tests but the long ones. With any: those tests alone. Ends with "N passed, M failed".

Examples:
  npm test
  npm test -- --only rules
  npm test -- src/domain/confirmations/quorum.spec.ts -t 'invariant 11'`;

/** The first option that neither this script nor Jest knows. */
function unknownOption(args) {
  const given = args.filter((each) => /^--?[A-Za-z]/.test(each)).map((each) => each.split('=')[0]);
  if (given.length === 0) return undefined;
  const require = createRequire(import.meta.url);
  const { yargsOptions } = createRequire(require.resolve('jest'))('jest-cli');
  const names = Object.entries(yargsOptions).flatMap(([name, { alias = [] }]) => [name, ...[alias].flat()]);
  const asJest = (option) =>
    option.replace(/^--?(?:no-)?/, '').replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  return given.find((each) => each !== '--only' && !names.includes(asJest(each)));
}

const asked = process.argv.slice(2);
if (asked.includes('--help') || asked.includes('-h') || asked.includes('--version')) {
  console.log(asked.includes('--version') ? ownVersion() : usage);
  process.exit(0);
}
const unknown = unknownOption(asked);
if (unknown !== undefined) {
  console.error(`Neither this script nor Jest knows ${unknown}; --help says what there is.`);
  process.exit(2);
}
const args = jestArguments(asked);
if (args === undefined) {
  console.error(`npm test -- --only ${tiers.join(' | ')}`);
  process.exit(2);
}
// Those would take the whole beyond ten minutes.
const wanted = args.length === 0 ? ['--ignoreProjects=long'] : args;
const all = await Promise.all([test(wanted), ...(args.length === 0 ? lanes.map(checkLane) : [])]);
const count = (key) => all.reduce((sum, each) => sum + each[key], 0);
const skipped = count('skipped') > 0 ? `, ${String(count('skipped'))} skipped` : '';
console.log(`${String(count('passed'))} passed, ${String(count('failed'))} failed${skipped}`);
process.exitCode ||= count('failed') > 0 ? 1 : 0;

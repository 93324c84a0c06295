// node scripts/test.mjs [jest's arguments...]  the check steps, then the tests; ends with one line of counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checks = ['format', 'lint', 'types', 'architecture', 'unused'];
const atOnce = 2;

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 128 + constants.signals[signal];
    interrupted = true;
  });
}
let interrupted = false;

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
  console.log(`${ok ? 'PASS' : 'FAIL'} check:${name} (${seconds} s)`);
  if (!ok) console.log(output);
  return ok;
}

async function checkAll() {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let name = waiting.shift(); name && !interrupted; name = waiting.shift())
      results.push(await check(name));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const passed = results.filter(Boolean).length;
  return { passed, failed: checks.length - passed };
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Jest writes it last, so it is missing when Jest itself broke down.
    console.error(`Jest gave no results: ${error.message}`);
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  }
}

async function test(args) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-results-'));
  const file = join(folder, 'jest.json');
  const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  try {
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const { ok } = await run(process.execPath, [jest, ...args, '--json', `--outputFile=${file}`], {
      // With --json Jest's ordinary report goes to stderr, and stdout would repeat the file.
      stdio: ['inherit', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: options.trim() },
    });
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = readCounts(file);
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // A run may fail with every test passed, for example when the database cannot be stopped.
    return { passed: numPassedTests, failed: ok ? failed : Math.max(failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const checked = await checkAll();
const tested = interrupted ? { passed: 0, failed: 1 } : await test(process.argv.slice(2));
const passed = checked.passed + tested.passed;
const failed = checked.failed + tested.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode ||= failed > 0 ? 1 : 0;

// node scripts/stress.mjs [runs]  Runs npm test that many times (default 5), the last two with a busy loop on every
// core, and prints a table.
// The suite must be green in every row; the limits are those that CONTRIBUTING.md names.
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

answerUsage(
  `Usage: npm run test:stress [-- RUNS]

Runs npm test that many times (5 if not said), the last two with a busy loop on every core, and prints a table. Exits 1
unless all are green and within the limits of CONTRIBUTING.md.

Example:
  npm run test:stress -- 3`,
  { most: 1 },
);

const root = fileURLToPath(new URL('..', import.meta.url));
const [asked = '5'] = process.argv.slice(2);
if (!/^[1-9][0-9]{0,2}$/.test(asked)) {
  console.error(`RUNS is a number from 1 to 999, not ${asked}.`);
  process.exit(2);
}
const runs = Number(asked);
const busyRuns = 2;
const limits = { minutes: 6, fileSeconds: 45, gigabytes: 8 };

/** Resident memory of a process and its descendants, in kilobytes; shared pages count once for each. */
function memoryOf(pid) {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  const rows = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  let sum = 0;
  // A child's id is mostly above its parent's, but ids wrap around: repeat until a pass adds nothing.
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const [child, parent] of rows) if (family.has(parent)) family.add(child);
  }
  for (const [child, , kilobytes] of rows) if (family.has(child)) sum += kilobytes;
  return sum;
}

function beBusy(count) {
  const loops = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
  );
  return () => loops.forEach((loop) => loop.kill('SIGKILL'));
}

/** One run of the whole suite by npm test. */
async function run(isBusy) {
  const stop = beBusy(isBusy ? availableParallelism() : 0);
  const start = Date.now();
  const child = spawn('npm', ['test'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  let kilobytes = 0;
  const sampling = setInterval(() => (kilobytes = Math.max(kilobytes, memoryOf(child.pid))), 2000);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(sampling);
  stop();
  const files = [...output.matchAll(/^(?:PASS|FAIL) +\d+\/\d+ \w+ +(\S+) \(([\d.]+) s/gm)];
  const [slowest] = files.map(([, file, seconds]) => ({ file, seconds: Number(seconds) })).sort(bySeconds);
  const counts = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0] ?? 'no counts';
  if (code !== 0) console.error(output);
  return {
    isBusy,
    code,
    counts,
    slowest,
    minutes: (Date.now() - start) / 60_000,
    gigabytes: kilobytes / 1e6,
  };
}

const bySeconds = (a, b) => b.seconds - a.seconds;
const columns = (cells) => cells.map((cell, at) => String(cell).padEnd([4, 6, 9, 10, 34, 0][at])).join(' ');

console.log(columns(['run', 'beside', 'minutes', 'memory', 'counts', 'slowest file']));
let isGood = true;
for (let at = 1; at <= runs; at += 1) {
  const { isBusy, code, counts, slowest, minutes, gigabytes } = await run(at > runs - busyRuns);
  const beside = isBusy ? 'busy' : '-';
  const last = slowest === undefined ? '-' : `${slowest.file} (${String(slowest.seconds)} s)`;
  console.log(columns([at, beside, minutes.toFixed(1), `${gigabytes.toFixed(1)} GB`, counts, last]));
  const isWithin =
    isBusy ||
    (minutes <= limits.minutes &&
      (slowest?.seconds ?? 0) <= limits.fileSeconds &&
      gigabytes <= limits.gigabytes);
  isGood &&= code === 0 && isWithin;
}
console.log(isGood ? 'Green every time, and within the limits.' : 'Not green every time, or over a limit.');
process.exitCode = isGood ? 0 : 1;

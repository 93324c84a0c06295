import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 2000;
const staleMs = 15_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** True if the owner is gone, or has not refreshed the file for so long that its id must belong to another program. */
function isStale(path) {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    const quietMs = Date.now() - statSync(path).mtimeMs;
    // The file is empty between its creation and its first write.
    return quietMs > staleMs || (pid > 0 && !isAlive(pid));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function tryTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

const holds = (path) => {
  try {
    return readFileSync(path, 'utf8') === String(process.pid);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
};

async function take(path) {
  let told = false;
  for (;;) {
    const stale = isStale(path);
    if (stale) rmSync(path, { force: true });
    if (tryTake(path)) {
      // Race: of two processes that saw the same stale file, the slower may have removed the other's new one.
      if (stale) await sleep(300);
      if (holds(path)) return;
    } else if (!told) {
      process.stderr.write('waiting for another launch to finish setting up ...\n');
      told = true;
    }
    await sleep(200);
  }
}

/** Runs `use` in one process at a time. The lock file of a killed process does not block the next one. */
export async function withLock(path, use) {
  await take(path);
  const beat = setInterval(() => {
    if (holds(path)) utimesSync(path, new Date(), new Date());
  }, beatMs);
  const release = () => {
    if (holds(path)) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await use();
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

import { spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    // The process is gone, or the system has no /proc: the caller asks `ps` or treats it as gone.
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The start time of a process, in the system's own unit, or undefined if it does not run. Ids are reused, mostly after
 * a reboot; id and start time together identify one process for good.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  // The second field is the program's name in brackets and may hold spaces; the third is the state.
  const fields = readProc(pid, 'stat')
    ?.replace(/^.*\)\s/s, '')
    .split(' ');
  // A zombie's other threads may still hold its ports: the 20th field counts the threads.
  const isGone = fields?.[0] === 'Z' && Number(fields[17]) <= 1;
  return isGone ? undefined : fields?.[19];
}

export function commandOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readProc(pid, 'cmdline')?.replaceAll('\0', ' ');
}

export async function untilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (startOf(pid) !== undefined) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Sends the polite signal and waits for the exit; sends the rude one on timeout. */
export function stopChild(
  child: ChildProcess,
  { polite, rude, afterMs }: { polite: NodeJS.Signals; rude: NodeJS.Signals; afterMs: number },
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill(rude), afterMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill(polite);
  });
}

import { spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    // Gone, or a system without /proc: the caller asks `ps` or takes the process as gone.
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
 * When the process was started, in whatever unit the system gives, or undefined when it does not run. Together with
 * the id it names one process for good: ids are used again, mostly after a reboot.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  // The second field is the program's name in brackets and may hold spaces; the third is the state.
  const fields = readProc(pid, 'stat')
    ?.replace(/^.*\)\s/s, '')
    .split(' ');
  // Its first thread may have ended while others still hold its ports: the 20th field counts them.
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

/** Sends the polite signal and waits for the exit; the rude one only when that was not heard. */
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

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { startOf, untilGone } from './processes.js';
import { SandboxError } from './sandbox-error.js';

const running = z.object({ pid: z.number().int().positive(), start: z.string() });
const contents = z.object({ program: running, owner: running });

const isRunning = ({ pid, start }: z.infer<typeof running>): boolean => startOf(pid) === start;

/** Records a child process, so that a later run can stop it if this one is killed. */
export function writePidFile(file: string, pid: number | undefined): void {
  const program = { pid, start: startOf(pid ?? 0) };
  writeFileSync(file, JSON.stringify({ program, owner: { pid: process.pid, start: startOf(process.pid) } }));
}

function read(file: string): z.infer<typeof contents> | undefined {
  try {
    return contents.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Truncated, because its writer was killed: there is no process to stop.
    return undefined;
  }
}

/** Stops the orphan of a killed run; refuses while the process that started it still runs. */
export async function stopLeftover(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const noted = read(file);
  if (noted && isRunning(noted.owner)) {
    throw new SandboxError(
      `Another Sluice (process ${String(noted.owner.pid)}) is using ${file}. Stop it first.`,
    );
  }
  if (noted && isRunning(noted.program)) {
    process.kill(noted.program.pid, 'SIGTERM');
    if (!(await untilGone(noted.program.pid, 5000))) process.kill(noted.program.pid, 'SIGKILL');
    await untilGone(noted.program.pid, 5000);
  }
  rmSync(file, { force: true });
}

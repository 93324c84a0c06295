import { setTimeout as sleep } from 'node:timers/promises';

/** Against a hang, and no measure of how fast anything is: machines are busy. */
const PATIENCE_MS = 90_000;

/** Asks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Against a hang, and no measure of how fast anything is: machines are busy. */
const PATIENCE_MS = 90_000;

/** Each question is a whole request: what takes long is asked for more seldom. */
const [PAUSE_MS, LONGEST_PAUSE_MS] = [20, 120];

/** Asks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = PAUSE_MS; !(await isSo()); pause = Math.min(pause * 1.3, LONGEST_PAUSE_MS)) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(pause);
  }
}

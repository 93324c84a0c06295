import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../test/e2e/until.js';
import { LogWorld, logSettings, soundness } from '../../test/log-world.js';
import { SEQUENCER_STEPS } from './sequencer/sequencer-steps.js';

const CHILD = join(import.meta.dirname, '../../test/log/sequencer-child.mjs');

let world: LogWorld;

beforeEach(async () => {
  world = await LogWorld.open();
});
afterEach(() => world.close());

/** The first batch goes through, and the process is gone in the middle of the second. */
async function killedAt(step: string): Promise<void> {
  const settings = JSON.stringify(logSettings(world.fresh.url));
  await world.appendMany(260);
  const child = spawn(process.execPath, [CHILD, settings, step, '2'], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  // Not before: a process that starts slowly would find everything at once, and have no second batch.
  await until('the first batch', async () => {
    if (child.exitCode !== null) throw new Error(`the sequencer did not start: ${String(child.exitCode)}`);
    return (await world.database.read.logCheckpoint.count()) > 0;
  });
  const writing = (async () => {
    for (let at = 0; child.exitCode === null && child.signalCode === null && at < 400; at += 1)
      await world.append({ subject: `later ${String(at)}` });
  })();
  expect((await gone)[1]).toBe('SIGKILL');
  await writing;
}

describe('a sequencer that is killed', () => {
  it.each(SEQUENCER_STEPS)(
    'invariant 16: at "%s" leaves no gap, no double, and no signature over what was not committed',
    async (step) => {
      await killedAt(step);
      const [left, before] = [await soundness(world), await world.database.read.logCheckpoint.findMany()];
      expect(left.faults).toEqual([]);
      const { sequencer, faults } = world.sequencer();
      await sequencer.drain();
      const staged = await world.database.read.auditStaged.count();
      expect(await soundness(world)).toEqual({ size: staged, faults: [] });
      expect(faults).toEqual([]);
      const after = await world.database.read.logCheckpoint.findMany();
      expect(after.slice(0, before.length)).toEqual(before);
    },
  );
});

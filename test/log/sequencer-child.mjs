// node sequencer-child.mjs SETTINGS_JSON STEP COUNT  sequences with the built service, and is killed when it reaches the
// step for the COUNTth time.
import 'reflect-metadata';
import { LogAlarms } from '../../dist/audit-log/sequencer/log-alarms.js';
import { LogBatches } from '../../dist/audit-log/sequencer/log-batches.js';
import { LogKey } from '../../dist/audit-log/sequencer/log-key.js';
import { LogSequenceRepository } from '../../dist/audit-log/sequencer/log-sequence.repository.js';
import { LogSequencer } from '../../dist/audit-log/sequencer/log-sequencer.js';
import { SequencerSteps } from '../../dist/audit-log/sequencer/sequencer-steps.js';
import { loadConfig } from '../../dist/config/config.js';
import { CADENCE } from '../../dist/infra/cadence/cadence.js';
import { PgPool } from '../../dist/infra/database/pool.js';

const [settings, step, count] = process.argv.slice(2);
let seen = 0;
class Killing extends SequencerSteps {
  reached(name) {
    if (name === step && (seen += 1) === Number(count)) process.kill(process.pid, 'SIGKILL');
  }
}

const config = loadConfig(JSON.parse(settings));
const steps = new Killing();
const batches = new LogBatches(new LogKey(config), steps);
const sequencer = new LogSequencer(
  new LogSequenceRepository(new PgPool(config)),
  batches,
  steps,
  new LogAlarms(),
  CADENCE,
);
for (;;) await sequencer.turn();

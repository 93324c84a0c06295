import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogWorld, logSettings } from '../../../test/log-world.js';
import { FatalAlarms } from '../../../test/log/hooks.module.js';
import { type TestWitness, startWitness } from '../../../test/log/witnesses.js';
import { loadConfig } from '../../config/config.js';
import { CADENCE } from '../../infra/cadence/cadence.js';
import { LogCheck } from './log-check.js';
import { LogTree } from './log-tree.js';
import { LogTreeRepository } from './log-tree.repository.js';
import { LogWitnessing } from './log-witnessing.js';
import { WitnessClient } from './witness-client.js';

let world: LogWorld;
let witnesses: TestWitness[];

beforeEach(async () => {
  world = await LogWorld.open();
  witnesses = [];
});
afterEach(async () => {
  for (const each of witnesses) await each.stop();
  await world.close();
});

interface Parts {
  readonly check: LogCheck;
  readonly witnessing: LogWitnessing;
  readonly tree: LogTree;
}

/** A gateway that starts: it has verified nothing yet. */
function started(LOG_WITNESSES = witnesses.map(({ setting }) => setting).join()): Parts {
  const config = loadConfig({ ...logSettings(world.fresh.url), LOG_WITNESSES });
  const repository = new LogTreeRepository(world.database);
  const tree = new LogTree(config, repository, world.key);
  const witnessing = new LogWitnessing(
    config,
    repository,
    new WitnessClient(tree),
    new FatalAlarms(),
    CADENCE,
  );
  Object.assign(witnessing, { log: { warn: () => undefined, error: () => undefined } });
  return { tree, witnessing, check: new LogCheck(repository, world.key, witnessing) };
}

async function witnessed(count = 1): Promise<void> {
  for (let number = 1; number <= count; number += 1)
    witnesses.push(await startWitness(number, world.key.verifier));
}

async function logOf(...batches: readonly number[]): Promise<void> {
  const { sequencer } = world.sequencer();
  for (const count of batches) {
    await world.appendMany(count);
    await sequencer.drain();
  }
}

async function codes({ check }: Parts): Promise<string[]> {
  return (await check.faults()).map(({ code }) => code);
}

describe(LogCheck.name, () => {
  it('invariant 16: finds nothing in a sound log, whole or from where it was', async () => {
    await logOf(1, 300, 7);
    const parts = started();
    expect(await codes(parts)).toEqual([]);
    await logOf(5);
    expect(await codes(parts)).toEqual([]);
    expect(() => {
      parts.check.require();
    }).toThrow('has not been checked');
    parts.check.complete();
    expect(() => {
      parts.check.require();
    }).not.toThrow();
  });

  it.each([
    [
      'LOG_FORK',
      'an entry',
      `UPDATE audit_entry SET body = replace(body, 'per_ada', 'per_eve') WHERE index = 3`,
    ],
    [
      'LOG_FORK',
      'an entry with its hash',
      `UPDATE audit_entry SET body = replace(body, 'per_ada', 'per_eve'),
         leaf_hash = '0x' || encode(sha256(decode('00', 'hex') || convert_to(replace(body, 'per_ada', 'per_eve'), 'UTF8')), 'hex')
       WHERE index = 3`,
    ],
    ['LOG_TRUNCATED', 'an entry in the middle, that is gone', 'DELETE FROM audit_entry WHERE index = 3'],
    ['LOG_TRUNCATED', 'the last entries, that are gone', 'DELETE FROM audit_entry WHERE index >= 8'],
    ['LOG_TRUNCATED', 'all entries, that are gone', 'TRUNCATE audit_entry'],
    [
      'LOG_FORK',
      'two entries in the place of each other',
      `UPDATE audit_entry a SET body = b.body, leaf_hash = b.leaf_hash FROM audit_entry b
       WHERE (a.index, b.index) IN ((2, 3), (3, 2))`,
    ],
    ['LOG_FORK', 'a checkpoint', `UPDATE log_checkpoint SET root = sha256('x') WHERE size = 10`],
    [
      'LOG_FORK',
      "a checkpoint's note",
      `UPDATE log_checkpoint SET note = replace(note, '10', '11') WHERE size = 10`,
    ],
    ['LOG_ROLLBACK', 'checkpoints, that are gone', 'DELETE FROM log_checkpoint WHERE size = 10'],
  ])('invariant 16: says %s of %s', async (code, _name, statement) => {
    await logOf(6, 4);
    await world.tamper(statement);
    expect(await codes(started())).toEqual([code]);
  });

  it('invariant 16: says LOG_ROLLBACK of a log that is shorter than this gateway has seen it', async () => {
    await logOf(6, 4);
    const parts = started();
    await parts.check.faults();
    await world.tamper(
      'DELETE FROM audit_entry WHERE index >= 6',
      'DELETE FROM log_checkpoint WHERE size > 6',
    );
    expect(await codes(parts)).toEqual(['LOG_ROLLBACK']);
  });
});

describe(LogWitnessing.name, () => {
  const each = (parts: Parts, settings: string) =>
    Promise.all(
      (
        loadConfig({ ...logSettings(world.fresh.url), LOG_WITNESSES: settings }).logWitnesses?.witnesses ?? []
      ).map((w) => parts.witnessing.turn(w)),
    );

  it('invariant 16: has every checkpoint cosigned, and the quorum counts verified cosignatures only', async () => {
    await witnessed(2);
    const parts = started();
    const settings = witnesses.map(({ setting }) => setting).join();
    for (const count of [1, 300, 2]) {
      await logOf(count);
      expect(await each(parts, settings)).toEqual(['done', 'done']);
      expect(await each(parts, settings)).toEqual(['idle', 'idle']);
    }
    expect((await parts.tree.witnessed(302n))?.size).toBe(303n);
    await world.tamper(
      `UPDATE log_cosignature SET line = (SELECT line FROM log_cosignature ORDER BY size LIMIT 1) WHERE size = 303`,
    );
    expect((await parts.tree.witnessed(302n))?.size).toBeUndefined();
    expect((await parts.tree.witnessed(300n))?.size).toBe(301n);
  });

  it('goes on after a witness was away, or a cosignature was lost', async () => {
    await witnessed(1);
    const parts = started();
    const [witness] = witnesses;
    if (!witness) throw new Error('no witness');
    await logOf(3);
    witness.isDown = true;
    expect(await each(parts, witness.setting)).toEqual(['failed']);
    expect(await parts.tree.witnessed(0n)).toBeUndefined();
    witness.isDown = false;
    expect(await each(parts, witness.setting)).toEqual(['done']);
    await logOf(4);
    expect(await each(parts, witness.setting)).toEqual(['done']);
    await world.tamper('DELETE FROM log_cosignature');
    expect(await each(started(), witness.setting)).toEqual(['done']);
  });

  it('invariant 16: a backup that is older than what a witness has seen is LOG_ROLLBACK', async () => {
    await witnessed(1);
    await logOf(6, 4);
    await started().check.faults();
    await world.tamper(
      'DELETE FROM audit_entry WHERE index >= 6',
      'DELETE FROM audit_staged WHERE id > 6',
      'DELETE FROM log_checkpoint WHERE size > 6',
      'DELETE FROM log_cosignature',
    );
    expect(await codes(started())).toEqual(['LOG_ROLLBACK']);
    // And when it has grown to that size again, in another way, it is a fork.
    await logOf(4);
    expect(await codes(started())).toEqual(['LOG_FORK']);
    await logOf(4);
    expect(await codes(started())).toEqual(['LOG_FORK']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { madeUpAct } from '../../../test/builders/made-up-act.js';
import { LogWorld, soundness } from '../../../test/log-world.js';
import { leafHash } from '../../domain/audit-log/merkle.js';
import { LogSequencer } from './log-sequencer.js';
import { SequencerSteps } from './sequencer-steps.js';

let world: LogWorld;

beforeEach(async () => {
  world = await LogWorld.open();
});
afterEach(() => world.close());

const subjects = async (): Promise<(string | null)[]> =>
  (await world.entries()).map(({ subject }) => subject);

describe(LogSequencer.name, () => {
  it('invariant 16: gives every committed act one place, and none to what was rolled back', async () => {
    const { sequencer } = world.sequencer();
    const running = { value: true };
    const sequencing = (async () => {
      while (running.value) await sequencer.turn();
    })();
    const committed: string[] = [];
    const writer = async (name: number): Promise<void> => {
      for (let at = 0; at < 12; at += 1) {
        const subject = `tr_${String(name)}_${String(at)}`;
        // Sixteen writers are slow at different places, so that ids become visible out of order.
        const [before, after] = [(name * 7 + at * 3) % 5, (name * 5 + at * 11) % 9];
        const act = world.database.transaction(async (tx) => {
          await sleep(before);
          await world.audit.append(tx, madeUpAct({ subject }));
          await sleep(after);
          if ((name + at) % 3 === 0) throw new Error('the act is taken back');
        });
        await act.then(
          () => committed.push(subject),
          () => undefined,
        );
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, name) => writer(name)));
    running.value = false;
    await sequencing;
    await sequencer.drain();
    const placed = await subjects();
    expect(placed.toSorted()).toEqual(committed.toSorted());
    expect(placed.length).toBe(16 * 8);
    expect(await soundness(world)).toEqual({ size: placed.length, faults: [] });
  });

  it('invariant 16: does not pass over an act that commits long after later ones', async () => {
    const { sequencer } = world.sequencer();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let staged: () => void = () => undefined;
    const isStaged = new Promise<void>((resolve) => (staged = resolve));
    const late = world.database.transaction(async (tx) => {
      await world.audit.append(tx, madeUpAct({ subject: 'late' }));
      staged();
      await gate;
    });
    await isStaged;
    for (let at = 0; at < 5; at += 1) {
      await world.append({ subject: `early ${String(at)}` });
      await sequencer.drain();
      await sequencer.drain();
    }
    release();
    await late;
    await sequencer.drain();
    expect(await subjects()).toEqual(['early 0', 'early 1', 'early 2', 'early 3', 'early 4', 'late']);
    expect((await soundness(world)).faults).toEqual([]);
  });

  it('keeps the order in which acts that wait for one another were written', async () => {
    const { sequencer } = world.sequencer();
    for (let at = 0; at < 40; at += 1) await world.append({ subject: String(at) });
    await sequencer.drain();
    expect(await subjects()).toEqual(Array.from({ length: 40 }, (_, at) => String(at)));
  });

  it('works through more than a batch, makes tiles, and starts anew where another has stopped', async () => {
    await world.appendMany(1_500);
    const { sequencer } = world.sequencer();
    await sequencer.drain();
    await world.appendMany(300);
    const { sequencer: other } = world.sequencer();
    await other.drain();
    await world.append();
    await sequencer.drain();
    expect(await soundness(world)).toEqual({ size: 1_801, faults: [] });
    const tiles = await world.database.read.logTile.findMany({ select: { level: true, index: true } });
    expect(tiles).toHaveLength(7);
  });

  it('invariant 16: of two replicas one is at it, and the other takes over when it dies in the middle', async () => {
    let blocked: () => void = () => undefined;
    const isBlocked = new Promise<void>((resolve) => (blocked = resolve));
    class Dying extends SequencerSteps {
      override reached(step: string): void {
        if (step !== 'checkpoint') return;
        blocked();
        throw new Error('the process is gone');
      }
    }
    const [first, second] = [world.sequencer(new Dying()), world.sequencer()];
    await world.appendMany(10);
    await expect(first.sequencer.turn()).rejects.toThrow('the process is gone');
    await isBlocked;
    expect(await world.entries()).toEqual([]);
    await second.sequencer.drain();
    expect(await soundness(world)).toEqual({ size: 10, faults: [] });
  });

  it('invariant 16: many replicas at once are as one', async () => {
    const replicas = Array.from({ length: 4 }, () => world.sequencer().sequencer);
    const writing = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let at = 0; at < 25; at += 1) await world.append();
      }),
    );
    const running = { value: true };
    const sequencing = replicas.map(async (each) => {
      while (running.value) await each.turn();
    });
    await writing;
    running.value = false;
    await Promise.all(sequencing);
    await replicas[0]?.drain();
    expect(await soundness(world)).toEqual({ size: 200, faults: [] });
  });

  it('takes a log that is older than its tree into it, whole', async () => {
    for (let index = 0; index < 300; index += 1) {
      const body = `{"index":"${String(index)}"}`;
      await world.sql.query(
        `INSERT INTO audit_entry ("index", type, actor, at, body, leaf_hash) VALUES ($1, 'x', 'y', now(), $2, $3)`,
        [index, body, leafHash(body)],
      );
    }
    await world.append();
    await world.sequencer().sequencer.drain();
    expect(await soundness(world)).toEqual({ size: 301, faults: [] });
    expect(await world.database.read.logTile.count()).toBe(1);
  });
});

describe('what was changed in the database', () => {
  it.each([
    ['another detail', `UPDATE audit_staged SET detail = '{"amount":"9"}'`],
    ['another actor', `UPDATE audit_staged SET actor = 'per_eve'`],
    ['another type', `UPDATE audit_staged SET type = 'transfer.settled'`],
    [
      'an act that nobody did',
      `INSERT INTO audit_staged (ref, type, actor, detail, seal)
       SELECT gen_random_uuid(), type, actor, detail, seal FROM audit_staged`,
    ],
  ])(
    'invariant 16: before it had its place is said there, and raises the alarm: %s',
    async (_name, statement) => {
      await world.append({ subject: 'tr_1', detail: { amount: '1' } });
      await world.tamper(statement);
      const { sequencer, faults } = world.sequencer();
      await sequencer.drain();
      const last = (await world.entries()).at(-1);
      expect(last?.type).toBe('log.altered');
      expect(faults).toMatchObject([{ code: 'LOG_ALTERED' }]);
      expect((await soundness(world)).faults).toEqual([]);
    },
  );

  it.each([
    ['LOG_FORK', 'another root', `UPDATE log_checkpoint SET root = sha256('x')`],
    ['LOG_FORK', 'another note', `UPDATE log_checkpoint SET note = replace(note, 'log.test', 'log.tset')`],
    ['LOG_FORK', 'other nodes', `UPDATE log_checkpoint SET frontier = sha256('x') || sha256('y')`],
    ['LOG_ROLLBACK', 'no head', 'DELETE FROM log_checkpoint'],
  ])('invariant 16: %s, and nothing is signed any more: %s', async (code, _name, statement) => {
    const { sequencer, faults } = world.sequencer();
    await world.appendMany(3);
    await sequencer.drain();
    await world.tamper(statement);
    const before = await world.database.read.logCheckpoint.findMany();
    await world.append();
    await expect(sequencer.turn()).rejects.toMatchObject({ fault: { code } });
    expect(await world.database.read.logCheckpoint.findMany()).toEqual(before);
    expect(faults).toEqual([]);
  });

  it('invariant 16: a smaller or equal head cannot even be written', async () => {
    const { sequencer } = world.sequencer();
    await world.appendMany(3);
    await sequencer.drain();
    for (const size of [2, 3, 4]) {
      const copy = `INSERT INTO log_checkpoint (size, root, frontier, note) SELECT ${String(size)}, root, frontier, note FROM log_checkpoint`;
      await expect(world.sql.query(copy)).rejects.toThrow(/would not grow the log|is not of the entries/);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogWorld } from '../../../test/log-world.js';
import { verifyConsistency } from '../../domain/audit-log/consistency-proof.js';
import { verifyInclusion } from '../../domain/audit-log/inclusion-proof.js';
import { leafNode } from '../../domain/audit-log/merkle.js';
import { LogTree } from './log-tree.js';
import { LogTreeRepository, type StoredCheckpoint } from './log-tree.repository.js';

let world: LogWorld;
let tree: LogTree;
let checkpoints: readonly StoredCheckpoint[];
let leaves: readonly Uint8Array[];

beforeAll(async () => {
  world = await LogWorld.open();
  const { sequencer } = world.sequencer();
  for (const count of [1, 6, 249, 1, 255, 300]) {
    await world.appendMany(count);
    await sequencer.drain();
  }
  const repository = new LogTreeRepository(world.database);
  tree = new LogTree(world.config, repository, world.key);
  checkpoints = await repository.above(0n, 100);
  leaves = (await world.entries()).map(({ body }) => leafNode(Buffer.from(body)));
});
afterAll(() => world.close());

describe(LogTree.name, () => {
  it('invariant 16: proves every entry in every checkpoint that holds it', async () => {
    expect(checkpoints.map(({ size }) => size)).toEqual([1n, 7n, 256n, 257n, 512n, 812n]);
    for (const checkpoint of checkpoints) {
      const { size, root } = checkpoint;
      const indexes = [0n, 1n, 5n, 255n, 256n, 511n, 512n, 600n, size / 2n, size - 1n];
      for (const index of indexes.filter((each) => each < size)) {
        const leaf = leaves[Number(index)] ?? new Uint8Array();
        const proof = await tree.inclusion(index, checkpoint);
        expect([size, index, verifyInclusion({ index, size, leaf, root }, proof)]).toEqual([
          size,
          index,
          true,
        ]);
      }
    }
  });

  it('invariant 16: proves that every checkpoint continues every earlier one', async () => {
    for (const [at, checkpoint] of checkpoints.entries()) {
      for (const old of checkpoints.slice(0, at)) {
        const proof = await tree.consistency(old.size, checkpoint);
        const claim = { oldSize: old.size, oldRoot: old.root, size: checkpoint.size, root: checkpoint.root };
        expect([old.size, checkpoint.size, verifyConsistency(claim, proof)]).toEqual([
          old.size,
          checkpoint.size,
          true,
        ]);
      }
    }
  });

  it.each([
    [
      'a tile',
      `UPDATE log_tile SET hashes = decode(repeat('00', 8192), 'hex') WHERE level = 0 AND index = 0`,
    ],
    ['an entry', `UPDATE audit_entry SET body = replace(body, 'per_ada', 'per_eve') WHERE index = 3`],
  ])('invariant 16: gives out no receipt that does not verify: %s was changed', async (_name, statement) => {
    await expect(tree.receipt(3n)).resolves.toContain('index 3');
    await world.tamper(statement);
    await expect(tree.receipt(3n)).rejects.toMatchObject({ code: 'LOG_FORK' });
    await world.tamper(
      `UPDATE log_tile SET hashes = (SELECT string_agg(decode(substr(leaf_hash, 3), 'hex'), '' ORDER BY index) FROM audit_entry WHERE index < 256) WHERE level = 0 AND index = 0`,
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokenProofs } from '../../../test/builders/broken-proofs.js';
import { definedRoot, platformHasher, readerOf, someLeaves } from '../../../test/builders/log-tree.js';
import { consistencyVectors } from '../../../test/vectors/merkle-proofs.js';
import { consistencyProof, consistencyProofNodes, verifyConsistency } from './consistency-proof.js';
import { EMPTY_ROOT } from './merkle.js';

const leaves = someLeaves(70);
const roots = [...leaves.keys(), leaves.length].map((size) => definedRoot(leaves.slice(0, size)));
const anyGrowth = fc
  .integer({ min: 2, max: leaves.length })
  .chain((size) => fc.record({ size: fc.constant(size), oldSize: fc.integer({ min: 1, max: size - 1 }) }));

const rootOf = (size: number): Uint8Array => roots[size] ?? new Uint8Array();

function proven(oldSize: number, size: number) {
  const claim = {
    oldSize: BigInt(oldSize),
    oldRoot: rootOf(oldSize),
    size: BigInt(size),
    root: rootOf(size),
  };
  const read = readerOf(leaves.slice(0, size));
  return { claim, proof: consistencyProof(claim.oldSize, claim.size, read, platformHasher) };
}

describe(verifyConsistency.name, () => {
  it('has vectors of both verdicts', () => {
    expect(new Set(consistencyVectors.map((each) => each.wantErr)).size).toBe(2);
  });

  it.each(consistencyVectors.map((each) => [each.name, each] as const))(
    'invariant 16: %s',
    (_name, vector) => {
      const { size1: oldSize, root1: oldRoot, size2: size, root2: root, proof, wantErr } = vector;
      expect(verifyConsistency({ oldSize, oldRoot, size, root }, proof)).toBe(!wantErr);
    },
  );

  it('invariant 16: takes the proof between every two small trees', () => {
    for (let size = 1; size <= 33; size += 1) {
      for (let oldSize = 1; oldSize <= size; oldSize += 1) {
        const { claim, proof } = proven(oldSize, size);
        expect(verifyConsistency(claim, proof, platformHasher)).toBe(true);
      }
    }
  });

  it('invariant 16: refuses every proof with a bit, a hash or the order changed', () => {
    fc.assert(
      fc.property(anyGrowth, fc.nat(), ({ oldSize, size }, seed) => {
        const { claim, proof } = proven(oldSize, size);
        for (const broken of brokenProofs(proof, seed)) {
          expect(verifyConsistency(claim, broken, platformHasher)).toBe(false);
        }
      }),
    );
  });

  it('invariant 16: refuses a history that was rewritten anywhere before the old size', () => {
    fc.assert(
      fc.property(anyGrowth, fc.nat(), ({ oldSize, size }, at) => {
        const rewritten = leaves.slice(0, size).with(at % oldSize, EMPTY_ROOT);
        const claim = { ...proven(oldSize, size).claim, root: definedRoot(rewritten) };
        const proof = consistencyProof(claim.oldSize, claim.size, readerOf(rewritten), platformHasher);
        expect(verifyConsistency(claim, proof, platformHasher)).toBe(false);
      }),
    );
  });

  it('invariant 16: refuses other sizes and roots', () => {
    fc.assert(
      fc.property(anyGrowth, ({ oldSize, size }) => {
        const { claim, proof } = proven(oldSize, size);
        for (const change of [
          { oldSize: 0n },
          { oldSize: -claim.oldSize },
          { oldSize: claim.size },
          { size: claim.oldSize },
          { size: 0n },
          { oldSize: claim.size, size: claim.oldSize },
          { oldRoot: claim.root, root: claim.oldRoot },
          { oldRoot: claim.oldRoot.subarray(1) },
          { root: new Uint8Array() },
        ]) {
          expect(verifyConsistency({ ...claim, ...change }, proof, platformHasher)).toBe(false);
        }
      }),
    );
  });

  it('invariant 16: equal sizes need equal roots and no proof', () => {
    for (const size of [0, 1, 5, 8]) {
      const claim = { oldSize: BigInt(size), oldRoot: rootOf(size), size: BigInt(size), root: rootOf(size) };
      expect(verifyConsistency(claim, [])).toBe(true);
      expect(verifyConsistency(claim, [rootOf(size)])).toBe(false);
      expect(verifyConsistency({ ...claim, root: rootOf(size + 1) }, [])).toBe(false);
    }
  });
});

describe(consistencyProof.name, () => {
  it('reads the nodes that it says it reads, and no others', () => {
    fc.assert(
      fc.property(anyGrowth, ({ oldSize, size }) => {
        const asked: { level: number; index: bigint }[] = [];
        const read = readerOf(leaves.slice(0, size));
        consistencyProof(BigInt(oldSize), BigInt(size), (level, at) => {
          asked.push({ level, index: at });
          return read(level, at);
        });
        expect(asked).toEqual(consistencyProofNodes(BigInt(oldSize), BigInt(size)));
      }),
    );
  });

  it('is empty where there is nothing to prove', () => {
    expect(consistencyProof(0n, 9n, readerOf(leaves))).toEqual([]);
    expect(consistencyProof(9n, 9n, readerOf(leaves))).toEqual([]);
  });

  it.each([
    [4n, 3n],
    [-1n, 3n],
  ])('there is none from %s to %s', (oldSize, size) => {
    expect(() => consistencyProof(oldSize, size, readerOf(leaves))).toThrow(RangeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definedRoot, platformHasher, readerOf, someLeaves } from '../../../test/builders/log-tree.js';
import { brokenProofs } from '../../../test/builders/broken-proofs.js';
import { inclusionVectors } from '../../../test/vectors/merkle-proofs.js';
import { inclusionProof, inclusionProofNodes, verifyInclusion } from './inclusion-proof.js';

const leaves = someLeaves(70);
const anyTree = fc
  .integer({ min: 1, max: leaves.length })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));

function proven(index: number, size: number) {
  const part = leaves.slice(0, size);
  const leaf = leaves[index] ?? new Uint8Array();
  const claim = { index: BigInt(index), size: BigInt(size), leaf, root: definedRoot(part) };
  return { claim, proof: inclusionProof(claim.index, claim.size, readerOf(part), platformHasher) };
}

describe(verifyInclusion.name, () => {
  it('has vectors of both verdicts', () => {
    expect(new Set(inclusionVectors.map((each) => each.wantErr)).size).toBe(2);
  });

  it.each(inclusionVectors.map((each) => [each.name, each] as const))('invariant 16: %s', (_name, vector) => {
    const { leafIdx: index, treeSize: size, leafHash: leaf, root, proof, wantErr } = vector;
    expect(verifyInclusion({ index, size, leaf, root }, proof)).toBe(!wantErr);
  });

  it('invariant 16: takes the proof of every leaf of every small tree', () => {
    for (let size = 1; size <= 33; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const { claim, proof } = proven(index, size);
        expect(verifyInclusion(claim, proof, platformHasher)).toBe(true);
      }
    }
  });

  it('invariant 16: refuses every proof with a bit, a hash or the order changed', () => {
    fc.assert(
      fc.property(anyTree, fc.nat(), ({ size, index }, seed) => {
        const { claim, proof } = proven(index, size);
        for (const broken of brokenProofs(proof, seed)) {
          expect(verifyInclusion(claim, broken, platformHasher)).toBe(false);
        }
      }),
    );
  });

  it('invariant 16: refuses the proof of one leaf for another leaf, place, size or root', () => {
    fc.assert(
      fc.property(anyTree, anyTree, ({ size, index }, other) => {
        const { claim, proof } = proven(index, size);
        const { claim: foreign } = proven(other.index, other.size);
        for (const change of [
          ...(other.index === index ? [] : [{ index: foreign.index }, { leaf: foreign.leaf }]),
          ...(other.size === size ? [] : [{ root: foreign.root }]),
          { index: claim.index + claim.size },
          { index: -1n },
          { size: 0n },
          { size: -claim.size },
          { leaf: claim.leaf.subarray(1) },
          { root: claim.root.subarray(0, 31) },
          { root: new Uint8Array() },
        ]) {
          expect(verifyInclusion({ ...claim, ...change }, proof, platformHasher)).toBe(false);
        }
      }),
    );
  });

  it('invariant 16: refuses a hash of the wrong length even where it hashes to the right root', () => {
    const [left, right] = [leaves[0], leaves[1]] as [Uint8Array, Uint8Array];
    const root = definedRoot([left, right]);
    const claim = { index: 0n, size: 2n, leaf: Buffer.concat([left, right.subarray(0, 1)]), root };
    expect(verifyInclusion(claim, [right.subarray(1)])).toBe(false);
  });

  it('answers at once for a size that no log reaches', () => {
    const size = 2n ** 64n;
    const claim = { index: size - 1n, size, leaf: leaves[0] ?? new Uint8Array(), root: definedRoot(leaves) };
    expect(verifyInclusion(claim, someLeaves(64))).toBe(false);
  });
});

describe(inclusionProof.name, () => {
  it('reads the nodes that it says it reads, and no others', () => {
    fc.assert(
      fc.property(anyTree, ({ size, index }) => {
        const asked: { level: number; index: bigint }[] = [];
        const read = readerOf(leaves.slice(0, size));
        inclusionProof(BigInt(index), BigInt(size), (level, at) => {
          asked.push({ level, index: at });
          return read(level, at);
        });
        expect(asked).toEqual(inclusionProofNodes(BigInt(index), BigInt(size)));
      }),
    );
  });

  it.each([
    [0n, 0n],
    [3n, 3n],
    [-1n, 3n],
  ])('has none for leaf %s of %s', (index, size) => {
    expect(() => inclusionProof(index, size, readerOf(leaves))).toThrow(RangeError);
  });
});

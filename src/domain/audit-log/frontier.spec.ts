import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from 'viem';
import { definedRoot, platformHasher, someLeaves } from '../../../test/builders/log-tree.js';
import {
  EMPTY_FRONTIER,
  append,
  appendSubtree,
  frontierOf,
  frontierRoot,
  parseFrontier,
} from './frontier.js';
import { EMPTY_ROOT, leafNode } from './merkle.js';

// The inputs and roots of Certificate Transparency's reference tests (merkle_tree_test.cc).
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe(append.name, () => {
  it('invariant 16: the roots of the reference tests are the published ones', () => {
    let frontier = EMPTY_FRONTIER;
    for (const [at, input] of INPUTS.entries()) {
      frontier = append(frontier, leafNode(Buffer.from(input, 'hex')));
      expect(bytesToHex(frontierRoot(frontier))).toBe(`0x${ROOTS[at] ?? ''}`);
    }
  });

  it('invariant 16: every root is the one that the RFC defines, and every frontier is one of its size', () => {
    const leaves = someLeaves(140);
    let frontier = EMPTY_FRONTIER;
    for (const [at, leaf] of leaves.entries()) {
      frontier = append(frontier, leaf, platformHasher);
      expect(frontier.size).toBe(BigInt(at + 1));
      expect(frontierRoot(frontier, platformHasher)).toEqual(definedRoot(leaves.slice(0, at + 1)));
      expect(parseFrontier(frontier.size, frontier.nodes)).toEqual(frontier);
    }
  });

  it('leaves the frontier that it was given as it was', () => {
    const before = frontierOf(someLeaves(7));
    const root = frontierRoot(before);
    append(before, leafNode(Buffer.from('another')));
    expect(before.nodes).toHaveLength(3);
    expect(frontierRoot(before)).toEqual(root);
  });
});

describe(appendSubtree.name, () => {
  it('invariant 16: gives the root that the leaves below would have given', () => {
    const leaves = someLeaves(64);
    for (const [size, level] of [
      [0, 5],
      [8, 3],
      [24, 3],
      [40, 2],
      [7, 0],
    ] as const) {
      const subtree = definedRoot(leaves.slice(size, size + 2 ** level));
      const grown = appendSubtree(frontierOf(leaves.slice(0, size)), level, subtree);
      expect(grown).toEqual(frontierOf(leaves.slice(0, size + 2 ** level)));
    }
  });

  it('refuses one that cannot begin there', () => {
    const [root = new Uint8Array()] = someLeaves(1);
    expect(() => appendSubtree(frontierOf(someLeaves(6)), 2, root)).toThrow(RangeError);
  });
});

describe(frontierRoot.name, () => {
  it('of nothing is the empty root', () => {
    expect(frontierRoot(EMPTY_FRONTIER)).toEqual(EMPTY_ROOT);
    expect(frontierOf([])).toEqual(EMPTY_FRONTIER);
  });
});

describe(parseFrontier.name, () => {
  const [one, two] = someLeaves(2) as [Uint8Array, Uint8Array];
  it.each([
    ['a node too few', 3n, [one]],
    ['a node too many', 2n, [one, two]],
    ['a negative size', -1n, [one]],
    ['a short node', 1n, [one.subarray(1)]],
  ])('refuses %s', (_name, size, nodes) => {
    expect(() => parseFrontier(size, nodes)).toThrow(TypeError);
  });
});

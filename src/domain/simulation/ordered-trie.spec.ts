import { describe, expect, it } from '@jest/globals';
import { createMPT } from '@ethereumjs/mpt';
import fc from 'fast-check';
import { type Hex, bytesToHex, concat, hexToBytes } from 'viem';
import { OrderedTrie, indexPath } from './ordered-trie.js';
import { provenValue } from './trie-proof.js';

const value = fc.uint8Array({ minLength: 1, maxLength: 80 }).map((bytes): Hex => bytesToHex(bytes));
const values = fc.array(value, { minLength: 1, maxLength: 300 });

describe(OrderedTrie.name, () => {
  it('has the root that another implementation gives the same values', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (list) => {
        const other = await createMPT();
        for (const [index, each] of list.entries())
          await other.put(hexToBytes(`0x${indexPath(index)}`), hexToBytes(each));
        expect(new OrderedTrie(list).root).toBe(bytesToHex(other.root()));
      }),
      { numRuns: 30 },
    );
  });

  it('proves each of its values, and no other in its place', () => {
    fc.assert(
      fc.property(values, fc.nat(), (list, pick) => {
        const [index, trie] = [pick % list.length, new OrderedTrie(list)];
        const proof = trie.prove(index);
        expect(provenValue(trie.root, indexPath(index), proof)).toBe(list[index]);
        const other = new OrderedTrie(list.with(index, concat([list[index] ?? '0x', '0x00'])));
        expect(() => provenValue(other.root, indexPath(index), proof)).toThrow('does not lead');
      }),
      { numRuns: 60 },
    );
  });

  it('knows the keys of a block: RLP of the index', () => {
    expect([0, 1, 127, 128, 256].map(indexPath)).toEqual(['80', '01', '7f', '8180', '820100']);
    expect(() => new OrderedTrie(['0x01']).prove(1)).toThrow(RangeError);
  });
});

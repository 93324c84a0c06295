import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CHAINS, chainFault, chainOf, isPublicChain } from './chains.js';

const ids = CHAINS.map(({ id }) => id);

describe('the chains', () => {
  it('are these and no others, each once', () => {
    expect(ids).toEqual([1, 11155111, 560048, 31337]);
    expect(chainOf(1)?.foundingBlock).toMatch(/^0xd4e56740/);
  });

  it('invariant 7: every public one has its founding block pinned, and no two have the same', () => {
    const blocks = CHAINS.filter(({ isPublic }) => isPublic).map(({ foundingBlock }) => foundingBlock);
    expect(new Set(blocks).size).toBe(ids.length - 1);
    expect(blocks).not.toContain(null);
  });

  it('invariant 6: any other is refused by a sentence with the supported ones, and counts as public', () => {
    fc.assert(
      fc.property(
        fc.nat().filter((id) => !ids.includes(id)),
        (id) => {
          for (const each of [
            `chain ${String(id)} is not supported`,
            '1 (Ethereum Mainnet)',
            '560048 (Hoodi',
          ])
            expect(chainFault(id)).toContain(each);
          expect(isPublicChain(id)).toBe(true);
        },
      ),
    );
  });

  it.each(CHAINS)('$id is supported', ({ id, isPublic }) => {
    expect(chainFault(id)).toBeUndefined();
    expect(isPublicChain(id)).toBe(isPublic);
  });

  it.each(['README.md', 'docs/runbook.md'])('%s names each of the public ones by its id', (page) => {
    const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
    for (const { id, isPublic } of CHAINS) if (isPublic) expect(text).toContain(`\`${String(id)}\``);
  });
});

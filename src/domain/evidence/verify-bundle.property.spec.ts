import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Leaf, leavesOf, withLeaf, withOtherChar } from '../../../test/builders/changed-json.js';
import { bundleText, recordedBundle, recordedRoots } from '../../../test/vectors/evidence-bundle.js';
import type { Json } from '../values/canonical-json.js';
import { EvidenceBundle, pointerOf } from './bundle.js';
import type { Line } from './line.js';
import { Memory } from './memory.js';
import { answers, judged, verifyBundle } from './verify-bundle.js';

// Without roots: an edit must contradict the bundle itself, not only what an auditor knows.
const roots = {};
const memory = new Memory();
const bundle = recordedBundle();
const tree = bundle as unknown as Json;
const leaves = leavesOf(tree);

const seed = 20261127;
const brokenOf = (lines: readonly Line[]): readonly Line[] => lines.filter(({ ok }) => ok === false);

beforeAll(async () => {
  const { holds } = await judged({ isRead: true, bundle }, roots, memory);
  expect(holds).toBe(true);
});

/** What the verifier says is wrong with a copy in which one value is another. */
async function faultsOf({ path }: Leaf, value: Json): Promise<readonly Line[]> {
  const changed = withLeaf(tree, path, value);
  const form = EvidenceBundle.safeParse(changed);
  if (!form.success) return [{ check: 'form', ok: false, words: 'form', part: pointerOf(path) }];
  // As it was read, so that what did not change is the same object, and is not asked again.
  for await (const lines of answers(changed as unknown as EvidenceBundle, roots, memory)) {
    const broken = brokenOf(lines);
    if (broken.length > 0) return broken;
  }
  return [];
}

/** Leaves by the part of the bundle that they are of, so that small parts are tried as often as large ones. */
const bySection = Map.groupBy(leaves, ({ path }) => String(path[0]));

const anyLeaf = fc
  .constantFrom(...bySection.values())
  .chain((list) => fc.constantFrom(...list))
  .chain((leaf) =>
    fc.record({ leaf: fc.constant(leaf), at: fc.nat(Math.max(0, String(leaf.value).length - 1)) }),
  );

describe('an evidence bundle', () => {
  it('holds as it is, and against what an auditor knows', async () => {
    const verdict = await verifyBundle(bundleText, recordedRoots());
    expect(brokenOf(verdict.lines)).toEqual([]);
    expect(verdict).toMatchObject({ holds: true, isRooted: true });
  });

  it('invariant 18: does not hold with any one character of any value changed', async () => {
    await fc.assert(
      fc.asyncProperty(anyLeaf, async ({ leaf, at }) => {
        const value = typeof leaf.value === 'number' ? leaf.value + 1 : withOtherChar(leaf.value, at);
        if (value === leaf.value) return;
        const faults = await faultsOf(leaf, value);
        expect({ part: pointerOf(leaf.path), at, faults: faults.length }).not.toMatchObject({ faults: 0 });
      }),
      { numRuns: 1_500, seed },
    );
  });

  it('invariant 18: does not hold with one byte of the file changed, wherever it is', async () => {
    const bytes = Buffer.from(bundleText, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = ((bytes[at] ?? 0) + by) % 256;
        const text = changed.toString('utf8');
        // Bytes that are no UTF-8 are refused where the file is read.
        if (!Buffer.from(text, 'utf8').equals(changed)) return;
        const { holds } = await verifyBundle(text, roots, memory);
        expect({ at, around: bundleText.slice(at - 40, at + 40), holds }).toMatchObject({ holds: false });
      }),
      { numRuns: 150, seed },
    );
  });
});

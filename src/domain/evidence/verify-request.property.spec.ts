import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Leaf, leavesOf, withLeaf, withOtherChar } from '../../../test/builders/changed-json.js';
import { type PlainEntry, resealed } from '../../../test/builders/resealed.js';
import { logSigner, vkeyOf } from '../../../test/builders/witnessed-log.js';
import { recordedRequest, requestRoots, requestText } from '../../../test/vectors/signature-request.js';
import { parseVerifierKey } from '../audit-log/verifier-key.js';
import type { Json } from '../values/canonical-json.js';
import { EvidenceBundle, pointerOf, printBundle } from './bundle.js';
import { Memory } from './memory.js';
import type { SignerView } from './signer-view.js';
import { verifyRequest } from './verify-request.js';

const seed = 20261127;
const memory = new Memory();
/** The forger has the log's key: of the roots only the founding holds against them. */
const roots = { ...requestRoots(), logKey: parseVerifierKey(vkeyOf(logSigner)) };
const bundle = recordedRequest();
const tree = bundle as unknown as Json;

// What the owner is shown comes from these parts, and of the register from what they name.
const SHOWN = ['transfer', 'safeTransaction', 'clearances', 'confirmations'];
const leaves = leavesOf(tree).filter(({ path }) => SHOWN.includes(String(path[0])));

/** The same forgery in the log, wherever it repeats the value. */
function everywhere(from: string, to: string) {
  return (entries: readonly PlainEntry[]): readonly PlainEntry[] =>
    JSON.parse(JSON.stringify(entries).replaceAll(JSON.stringify(from), JSON.stringify(to))) as PlainEntry[];
}

/** What somebody would be shown to sign by it, but for the log, which the forger made; null if it is refused. */
async function shownOf(changed: EvidenceBundle): Promise<Omit<SignerView, 'log'> | null> {
  const { holds, request } = await verifyRequest(printBundle(changed), roots, memory);
  expect(holds).toBe(request !== null);
  if (!request) return null;
  const { log: _log, ...shown } = request;
  return shown;
}

let original: Awaited<ReturnType<typeof shownOf>>;

beforeAll(async () => {
  original = await shownOf(resealed(bundle));
  expect(original).not.toBeNull();
});

describe('a request to sign', () => {
  it('invariant 18: never shows another one, whatever character of it is changed by somebody who makes the log anew', async () => {
    const anyLeaf = fc
      .constantFrom(...Map.groupBy(leaves, ({ path }) => String(path[0])).values())
      .chain((list) => fc.constantFrom(...list))
      .chain((leaf: Leaf) =>
        fc.record({ leaf: fc.constant(leaf), at: fc.nat(Math.max(0, String(leaf.value).length - 1)) }),
      );
    await fc.assert(
      fc.asyncProperty(anyLeaf, fc.boolean(), async ({ leaf, at }, isThorough) => {
        const value = typeof leaf.value === 'number' ? leaf.value + 1 : withOtherChar(leaf.value, at);
        if (value === leaf.value) return;
        const changed = withLeaf(tree, leaf.path, value);
        const form = EvidenceBundle.safeParse(changed);
        if (!form.success) return;
        const inLog =
          isThorough && typeof leaf.value === 'string' && typeof value === 'string'
            ? everywhere(leaf.value, value)
            : undefined;
        const shown = await shownOf(resealed(form.data, inLog));
        // The name of a record is nobody's word: changed in the log alike, it changes nothing that is shown.
        if (shown !== null && isThorough) expect(shown).toEqual(original);
        else expect({ part: pointerOf(leaf.path), at, shown }).toMatchObject({ shown: null });
      }),
      { numRuns: 120, seed },
    );
  });

  it('invariant 18: does not hold with address, amount, nonce or operation changed in all places alike', async () => {
    const { destination, amount, safe, asset } = bundle.transfer.intent;
    const other = '0x96221423681A6d52E184D440a8eFCEbB105C7242';
    const bare = (address: string): string => address.slice(2).toLowerCase();
    for (const [what, changes] of [
      [
        'destination',
        [
          [destination, other],
          [bare(destination), bare(other)],
        ],
      ],
      [
        'Safe',
        [
          [safe, other],
          [bare(safe), bare(other)],
        ],
      ],
      [
        'asset',
        [
          [asset, other],
          [bare(asset), bare(other)],
        ],
      ],
      [
        'amount',
        [
          [`"${amount}"`, '"90000250000"'],
          ['30000.25', '90000.25'],
          [BigInt(amount).toString(16).padStart(64, '0'), 90_000_250_000n.toString(16).padStart(64, '0')],
        ],
      ],
      ['nonce', [['"nonce":"0"', '"nonce":"1"']]],
      ['operation', [['"operation":0', '"operation":1']]],
    ] as const) {
      let text = requestText;
      // Entries of the log are texts in the text.
      for (const [from, to] of changes)
        text = text.replaceAll(from, to).replaceAll(escaped(from), escaped(to));
      expect([what, text === requestText]).toEqual([what, false]);
      const form = EvidenceBundle.parse(JSON.parse(text));
      expect([what, await shownOf(resealed(form))]).toEqual([what, null]);
    }
  });
});

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

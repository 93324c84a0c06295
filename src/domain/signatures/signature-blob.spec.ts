import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { type Hex, concat, size, slice } from 'viem';
import { z } from 'zod';
import { attacks } from '../../../test/vectors/attacks.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import { verifySignatureBlob } from './signature-blob.js';

const Signed = z.object({
  signatures: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      safeTxHash: z.string().transform(parseBytes32),
      signatures: z.string().transform(parseHex),
      expect: z.object({ verdict: z.string(), code: z.string() }),
    }),
  ),
});
const vectors = ['attacks.json', 'more-attacks.json'].flatMap((name) => {
  const path = new URL(`../../../test/vectors/${name}`, import.meta.url);
  return Signed.parse(JSON.parse(readFileSync(path, 'utf8'))).signatures;
});
const { owners, threshold } = attacks.world;
const KINDS: Readonly<Record<string, string>> = { ACCEPT: 'genuine', REFUSE: 'refused', FREEZE: 'mismatch' };

const control = vectors.find(({ id }) => id === 'SG-00');
if (!control) throw new Error('the corpus lacks SG-00');
const { safeTxHash } = control;
const pieces = [0, 1, 2].map((at) => slice(control.signatures, at * 65, at * 65 + 65));
const verify = (blob: Hex, change: object = {}) =>
  verifySignatureBlob(blob, { safeTxHash, owners, threshold, ...change });

describe(verifySignatureBlob.name, () => {
  it.each(vectors)('invariant 14: $id $name', async ({ signatures, expect: owed, safeTxHash: hash }) => {
    const verdict = await verify(signatures, { safeTxHash: hash });
    expect(verdict.kind).toBe(KINDS[owed.verdict]);
    if (verdict.kind !== 'genuine') expect(verdict.refusal.code).toBe(owed.code);
  });

  it('invariant 14: names the signers of a genuine one, ascending', async () => {
    expect(await verify(control.signatures)).toEqual({ kind: 'genuine', signers: owners.slice(0, 3) });
  });

  it('invariant 14: takes no other number of bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 400 }), async (length) => {
        const longer = concat([control.signatures, `0x${'1b'.repeat(300)}`]);
        const verdict = await verify(length === 0 ? '0x' : slice(longer, 0, length));
        expect(verdict.kind === 'genuine').toBe(length === size(control.signatures));
      }),
      { numRuns: 60 },
    );
  });

  it('invariant 14: too few signatures are refused, and a stranger among them is found all the same', async () => {
    const [first] = pieces as [Hex, Hex, Hex];
    expect(await verify(first)).toMatchObject({ kind: 'refused', refusal: { code: 'SIG_LENGTH' } });
    const elsewhere = parseBytes32(`0x${'12'.repeat(32)}`);
    expect(await verify(first, { safeTxHash: elsewhere })).toMatchObject({ kind: 'mismatch' });
    const none = await verify('0x');
    expect(none).toMatchObject({
      kind: 'refused',
      refusal: { reason: expect.stringContaining('not signed yet') as unknown },
    });
  });

  it('invariant 14: takes no order of the owners but the ascending one', async () => {
    const [a, b, c] = pieces as [Hex, Hex, Hex];
    for (const order of [
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ]) {
      expect(await verify(concat(order))).toMatchObject({ kind: 'refused', refusal: { code: 'SIG_ORDER' } });
    }
  });

  it('invariant 14: no changed byte leaves it genuine', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(194), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(control.signatures.slice(2), 'hex');
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect((await verify(`0x${bytes.toString('hex')}`)).kind).not.toBe('genuine');
      }),
      { numRuns: 60 },
    );
  });

  it('reads the form where owners and threshold are not known', async () => {
    const unknown = { owners: null, threshold: null };
    expect((await verify(control.signatures, unknown)).kind).toBe('genuine');
    expect(await verify(`${control.signatures}00`, unknown)).toMatchObject({
      refusal: { code: 'SIG_LENGTH' },
    });
    expect(await verify('0x', unknown)).toMatchObject({ refusal: { code: 'SIG_LENGTH' } });
  });
});

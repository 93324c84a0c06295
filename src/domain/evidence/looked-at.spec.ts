import { describe, expect, it } from '@jest/globals';
import { type PlainEntry, resealed } from '../../../test/builders/resealed.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { type Json } from '../values/canonical-json.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import { isLookedAt } from './looked-at.js';
import { Memory } from './memory.js';
import { verifyBundle } from './verify-bundle.js';

const bundle = recordedBundle();
const memory = new Memory();
const hash = (byte: string) => `0x${byte.repeat(32)}`;
const { effectsDigest } = bundle.clearances.at(-1)?.cleared as { effectsDigest: string };
const lookAt = (digest: string) => ({
  ...{ blockNumber: '7', blockHash: hash('0a') },
  ...{ effectsDigest: digest, policyHash: hash('0b') },
});

/** What does not hold of the recorded bundle, had its steps been looked at with these effects. */
async function found({ signing, sending }: { signing: string; sending: string }) {
  const submissions = bundle.submissions.map((each) => ({ ...each, look: lookAt(sending) }));
  const looked: EvidenceBundle = { ...bundle, submissions };
  const withLooks = (entry: PlainEntry): PlainEntry => {
    if (entry.type === 'transfer.owner-signed')
      return { ...entry, detail: { ...entry.detail, look: lookAt(signing) } };
    if (entry.type !== 'transfer.submitted') return entry;
    const evidence = entry.detail['evidence'] as Record<string, Json>;
    return { ...entry, detail: { ...entry.detail, evidence: { ...evidence, submissions } } };
  };
  const made = resealed(looked, (entries) => entries.map(withLooks));
  const { lines } = await verifyBundle(printBundle(made), {}, memory);
  return lines.flatMap(({ ok, check, part }) => (ok === false ? [[check, part] as const] : []));
}

describe('invariant 25: a bundle whose steps were looked at', () => {
  it('holds if each look saw the cleared effects', async () => {
    expect(await found({ signing: effectsDigest, sending: effectsDigest })).toEqual([]);
  });

  it('does not hold if an owner signed after a look at other effects', async () => {
    const broken = bundle.ownerSignatures.map((_, at) => ['owners', `/ownerSignatures/${String(at)}`]);
    expect(await found({ signing: hash('0c'), sending: effectsDigest })).toEqual(broken);
  });

  it('does not hold if bytes were made after a look at other effects', async () => {
    const broken = bundle.submissions.map((_, at) => ['execution', `/submissions/${String(at)}`]);
    expect(broken).not.toEqual([]);
    expect(await found({ signing: effectsDigest, sending: hash('0c') })).toEqual(broken);
  });
});

describe('a look', () => {
  it('may be missing, of a step from before it was recorded, but not be something else', () => {
    expect(isLookedAt(undefined, effectsDigest)).toBe(true);
    expect(isLookedAt(lookAt(effectsDigest), effectsDigest)).toBe(true);
    expect(isLookedAt({ effectsDigest }, effectsDigest)).toBe(false);
    expect(isLookedAt(null, effectsDigest)).toBe(false);
  });
});

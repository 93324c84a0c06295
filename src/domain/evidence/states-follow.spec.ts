import { describe, expect, it } from '@jest/globals';
import { type PlainEntry, resealed } from '../../../test/builders/resealed.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import type { EvidenceBundle } from './bundle.js';
import { Memory } from './memory.js';
import { verifyBundle } from './verify-bundle.js';
import { printBundle } from './bundle.js';

const memory = new Memory();
const bundle = recordedBundle();

async function found(changed: EvidenceBundle) {
  const { lines } = await verifyBundle(printBundle(changed), {}, memory);
  return lines.flatMap(({ ok, check, part }) => (ok === false ? [[check, part] as const] : []));
}

/** The same log with some of its entries called or worded otherwise. */
function with_(type: string, change: (entry: PlainEntry) => PlainEntry): EvidenceBundle {
  return resealed(bundle, (entries) => entries.map((each) => (each.type === type ? change(each) : each)));
}

const placeOf = (type: string): string => {
  const at = bundle.log.entries.findIndex(({ canonical }) => canonical.includes(`"type":"${type}"`));
  return `/log/entries/${String(at)}`;
};

describe('the steps of a transfer in the log', () => {
  it.each([
    ['transfer.relayed', 'transfer.simulated'],
    ['transfer.confirmed', 'transfer.signed'],
    ['transfer.entered-lane', 'transfer.revised'],
  ])('invariant 8: are called what they are: %s is not %s', async (type, other) => {
    const made = with_(type, (entry) => ({ ...entry, type: other }));
    expect(await found(made)).toEqual(expect.arrayContaining([['records', placeOf(type)]]));
  });

  it('invariant 8: are none without a state that they lead to', async () => {
    const made = with_('transfer.simulated', (entry) => ({
      ...entry,
      type: 'transfer.relayed',
      detail: { revision: 1 },
    }));
    expect(await found(made)).toEqual(expect.arrayContaining([['records', placeOf('transfer.simulated')]]));
  });
});

import { describe, expect, it } from '@jest/globals';
import { recordedBundle, recordedRoots } from '../../../test/vectors/evidence-bundle.js';
import { asOfRelay } from './as-of-relay.js';
import { printBundle } from './bundle.js';
import { verifyBundle } from './verify-bundle.js';
import { verifyRequest } from './verify-request.js';

const bundle = recordedBundle();

describe(asOfRelay.name, () => {
  it('invariant 18: gives a bundle that verifies by itself, with the roots of the whole one', async () => {
    const relayed = asOfRelay(bundle);
    if (!relayed) throw new Error('the recorded bundle has no relay');
    expect(relayed.transfer.state).toBe('relayed');
    const { lines, holds, isRooted } = await verifyBundle(printBundle(relayed), recordedRoots());
    expect(lines.filter(({ ok }) => ok === false)).toEqual([]);
    expect([holds, isRooted]).toEqual([true, true]);
    expect((await verifyRequest(printBundle(relayed), recordedRoots())).request).not.toBeNull();
  });

  it('invariant 12: has nothing that an owner signed, and nothing that came of it', () => {
    const text = printBundle(asOfRelay(bundle) ?? bundle);
    expect(bundle.ownerSignatures.length).toBeGreaterThan(0);
    expect(bundle.submissions.length).toBeGreaterThan(0);
    const signed = bundle.ownerSignatures.map(({ signature }) => signature.slice(2));
    const sent = bundle.submissions.map(({ rawTransaction }) => rawTransaction.slice(2));
    for (const bytes of [...signed, ...sent]) expect(text).not.toContain(bytes);
    expect(text).not.toContain('transfer.owner-signed');
    expect(text).not.toContain('transfer.executed');
  });

  it('is of no transfer that was not relayed', () => {
    const { entries, ...log } = bundle.log;
    const before = entries.slice(
      0,
      entries.findIndex(({ canonical }) => /transfer\.relayed/.test(canonical)),
    );
    expect(asOfRelay({ ...bundle, log: { ...log, entries: before } })).toBeUndefined();
  });

  it('ends at the first relay, if a cancel that was taken back led there again', () => {
    const { entries } = bundle.log;
    const at = entries.findIndex(({ canonical }) => /"transfer\.relayed"/.test(canonical));
    const [relay] = entries.slice(at, at + 1);
    const later = {
      ...relay,
      index: '999999',
      canonical: relay?.canonical.replace(/"index":"\d+"/, '"index":"999999"'),
    };
    const twice = {
      ...bundle,
      log: { ...bundle.log, entries: [...entries, later as (typeof entries)[number]] },
    };
    expect(asOfRelay(twice)?.log.entries).toEqual(entries.slice(0, at + 1));
  });
});

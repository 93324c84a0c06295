import { describe, expect, it } from '@jest/globals';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { resealed } from '../../../test/builders/resealed.js';
import { recordedBundle, recordedRoots } from '../../../test/vectors/evidence-bundle.js';
import { parseVerifierKey } from '../audit-log/verifier-key.js';
import { clearanceDigest } from '../confirmations/clearance.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import { Memory } from './memory.js';
import { verifyTransfer } from './verify-transfer.js';

const memory = new Memory();
const bundle = recordedBundle();
const waiting = bundleAsOf(bundle, 'transfer.cleared');
const held = bundleAsOf(bundle, 'transfer.held');
const roots = { ...recordedRoots(), logKey: parseVerifierKey(waiting.log.key) };

async function proven(changed: EvidenceBundle, by: Parameters<typeof verifyTransfer>[1] = roots) {
  const { transfer, lines } = await verifyTransfer(printBundle(changed), by, memory);
  return { transfer, wrong: lines.flatMap(({ ok, part }) => (ok === false ? [part] : [])) };
}

describe(verifyTransfer.name, () => {
  it('proves a transfer that waits for confirmations, with everything that a confirmer signs', async () => {
    const { transfer, wrong } = await proven(waiting);
    expect(wrong).toEqual([]);
    expect(transfer).toMatchObject({
      ...{ id: bundle.transfer.id, state: 'awaiting-confirmation', revision: 1, cancel: null },
      names: { safe: 'Cold 2', destination: 'Hot wallet 1', requester: 'Tessa' },
      asset: { symbol: 'ETH', decimals: 18 },
      words: expect.stringMatching(/^Send 80 ETH from Cold 2 /),
      cleared: {
        as: { tier: 'eth-large' },
        effects: { nativeChanges: [{ delta: 80n * 10n ** 18n }, { delta: -80n * 10n ** 18n }] },
      },
    });
    expect(transfer?.cleared?.exceptions).toHaveLength(2);
    // What the recorded confirmers did sign.
    const [answer] = bundle.confirmations;
    const cleared = transfer?.cleared;
    expect(cleared && clearanceDigest(cleared.clearance, { decision: 'confirm', reason: '' })).toBe(
      answer?.digest,
    );
  });

  it('proves one that a rule holds, with the decision and without a clearance', async () => {
    const { transfer, wrong } = await proven(held);
    expect(wrong).toEqual([]);
    expect(transfer).toMatchObject({ state: 'needs-exception', revision: 0, cleared: null });
    const denials = transfer?.decision.reasons.filter(({ outcome }) => outcome === 'deny');
    expect(denials).toMatchObject([{ rule: 'eth-per-transfer', waivable: true }]);
  });

  it('proves one that has gone on, and nothing of one that was not decided yet', async () => {
    expect((await proven(resealed(bundle))).transfer).toMatchObject({ state: 'settled', revision: 1 });
    expect((await proven(bundleAsOf(bundle, 'transfer.requested'))).transfer).toBeNull();
  });

  it('proves nothing without roots, by other roots, or of a bundle with a fault', async () => {
    expect((await proven(waiting, {})).transfer).toBeNull();
    const other = await proven(waiting, { ...roots, logKey: recordedRoots().logKey });
    expect([other.transfer, other.wrong]).toEqual([null, ['/log/key', '/log/checkpoint']]);
    const transfer = { ...waiting.transfer, state: 'confirmed' as const };
    expect((await proven({ ...waiting, transfer })).transfer).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import { burnWords } from '../../domain/confirmations/cancellation-statement.js';
import { printBundle } from '../../domain/evidence/bundle.js';
import { type ProvenTransfer, verifyTransfer } from '../../domain/evidence/verify-transfer.js';
import { buildCancel } from '../../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { printUtc, unixSeconds } from '../../domain/values/time.js';
import type { CancelView } from '../../signature-relay/cancels.contract.js';
import { cancellationShown } from './cancel-statement.js';

const waiting = bundleAsOf(recordedBundle(), 'transfer.cleared');
const roots = { founding: parseBytes32(waiting.installation.id), logKey: parseVerifierKey(waiting.log.key) };
const { transfer } = await verifyTransfer(printBundle(waiting), roots);
if (!transfer?.cleared) throw new Error('the recorded transfer is not cleared');
const proven: ProvenTransfer = transfer;
const { as: cleared } = transfer.cleared;
const { id, intent, names } = transfer;

const effectsDigest = parseBytes32(`0x${'34'.repeat(32)}`);
const strange = `0x${'12'.repeat(32)}`;
const burn = {
  safeTxHash: safeTxDigests(buildCancel(intent.safe, cleared.nonce), intent.chainId, intent.safe).digest,
  words: burnWords({
    ...{ nonce: cleared.nonce, transferId: id, words: cleared.words },
    safe: { label: names.safe, address: intent.safe },
  }),
  ...{ effectsDigest, expiresAt: printUtc(unixSeconds(1_800_000_000)) },
};
const asked: CancelView = {
  ...{
    transfer: id,
    cancellation: 'cxl_01890a5d-ac96-774b-bcce-b302099a8057',
    askedBy: 'system',
    why: 'typo',
  },
  ...{
    since: '2026-11-22T08:30:00Z',
    stage: 'cleared',
    nonce: String(cleared.nonce),
    burn,
    confirmedBy: null,
  },
  ...{ cancelledSafeTxHash: cleared.safeTxHash, confirm: null, reject: null, mayAnswer: true, because: null },
  ownerSignatures: { original: 0, burn: 0, threshold: 3 },
};
const cancel = {
  ...({ stage: 'cleared', by: 'system', why: 'typo', at: unixSeconds(1_790_000_000) } as const),
  burn: { ...burn, expiresAt: unixSeconds(1_800_000_000) },
};

describe(cancellationShown.name, () => {
  it('makes the burn from Safe and nonce of the evidence, whether or not that has the cancel too', () => {
    const { cancellation, rows } = cancellationShown(proven, asked);
    expect(cancellation).toMatchObject({
      ...{ transferId: id, nonce: cleared.nonce, cancelSafeTxHash: burn.safeTxHash, effectsDigest },
      ...{ cancelledSafeTxHash: cleared.safeTxHash, words: burn.words, expiresAt: 1_800_000_000 },
    });
    expect(rows).toContainEqual({ name: 'Cancels', value: cleared.words });
    expect(cancellationShown({ ...proven, cancel }, asked).cancellation).toEqual(cancellation);
  });

  it.each<readonly [string, CancelView, ProvenTransfer]>([
    ['another burn', { ...asked, burn: { ...burn, safeTxHash: strange } }, proven],
    ['other words', { ...asked, burn: { ...burn, words: 'Burn nothing' } }, proven],
    ['the cancel of another transaction', { ...asked, cancelledSafeTxHash: strange }, proven],
    [
      'other effects than the evidence has',
      { ...asked, burn: { ...burn, effectsDigest: strange } },
      { ...proven, cancel },
    ],
    ['another reason than the evidence has', { ...asked, why: 'because' }, { ...proven, cancel }],
  ])('makes nothing of %s', (_name, view, by) => {
    expect(() => cancellationShown(by, view)).toThrow(expect.objectContaining({ exitCode: 8 }));
  });

  it('makes nothing of what is not examined, or not cleared', () => {
    const refusal = expect.objectContaining({ exitCode: 1 });
    expect(() => cancellationShown(proven, { ...asked, burn: null })).toThrow(refusal);
    expect(() => cancellationShown({ ...proven, cleared: null }, asked)).toThrow(refusal);
  });
});

import { describe, expect, it } from '@jest/globals';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { shownTransfer } from '../../../test/builders/shown-transfer.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { transferText } from './transfer-text.js';

const { shown } = await shownTransfer(bundleAsOf(recordedBundle(), 'transfer.cleared'));
const transfer = TransferDetail.parse(shown);
const waitsFor = {
  ...{ code: 'CONFIRMATIONS' as const, sentence: 'Waits for 1 of treasury (Ada)', people: [], groups: [] },
  ...{ behind: null, freeze: null, since: transfer.since, expiresAt: null },
};

describe(transferText.name, () => {
  it('says once, in words, what the transfer waits for', () => {
    const text = transferText({ ...transfer, waitsFor });
    expect(text).toMatch(/^Now +Waits for 1 of treasury \(Ada\)$/m);
    expect(text).not.toContain('CONFIRMATIONS');
  });

  it('says nothing of the kind where it waits for nothing', () => {
    expect(transferText(transfer)).not.toMatch(/^Now /m);
  });
});

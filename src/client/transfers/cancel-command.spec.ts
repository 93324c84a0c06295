import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { claraAt } from '../../../test/builders/governed-client.js';
import { shownTransfer } from '../../../test/builders/shown-transfer.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

const { shown } = await shownTransfer(bundleAsOf(recordedBundle(), 'transfer.cleared'));
const { id, words } = TransferDetail.parse(shown);
const row = Object.fromEntries(Object.keys(TransferView.shape).map((name) => [name, shown[name]]));
const path = `/v1/transfers/${id}/cancel`;

async function cancel(options: readonly string[], answers: readonly string[]) {
  const at = await claraAt(folder, {
    [`GET /v1/transfers/${id}`]: () => ({ json: shown }),
    [`POST ${path}`]: () => ({ json: row }),
  });
  ({ stop } = at);
  const ended = await at.sluice(
    ['transfer', 'cancel', id, '--reason', 'typo', '--person', 'Clara', ...options],
    answers,
  );
  return { ...ended, acts: at.acts() };
}

describe('sluice transfer cancel', () => {
  it.each([
    ['a person who says yes', [], ['y'], 0, 1],
    ['a script that says so', ['--yes'], [], 0, 1],
    ['a person who says no', [], ['n'], 1, 0],
    ['a person who says nothing', [], [''], 1, 0],
    ['nobody', [], [], 2, 0],
    ['nobody who may be asked', ['--no-input'], ['y'], 2, 0],
  ] as const)('is heard of %s', async (_name, options, answers, code, count) => {
    const ended = await cancel(options, answers);
    expect(ended.code).toBe(code);
    expect(ended.acts).toEqual(Array.from({ length: count }, () => ({ path, body: { reason: 'typo' } })));
  });

  it('says what it would cancel', async () => {
    const { asked } = await cancel([], ['n']);
    expect(asked).toEqual([`Cancel ${id}: ${String(words)}? [y/N] `]);
  });
});

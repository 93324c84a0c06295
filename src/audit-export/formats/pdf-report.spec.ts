import { describe, expect, it } from '@jest/globals';
import { pdfText } from '../../../test/builders/pdf-text.js';
import { anExport, shownEntry } from '../../../test/builders/written-export.js';
import type { ExportOrder } from './export-order.js';
import type { ShownEntry } from './export-writer.js';
import { PdfReport } from './pdf-report.js';

const report = async (entries: readonly ShownEntry[], change: Partial<ExportOrder> = {}): Promise<string> =>
  pdfText(Buffer.from(await new PdfReport().whole(anExport({ format: 'pdf', ...change }), entries)));

describe(PdfReport.name, () => {
  it('says what it is about, what it rests on, and how much of what there is', async () => {
    const filter = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
    const text = await report(
      [
        shownEntry(1),
        shownEntry(2, { type: 'session.refused' }),
        shownEntry(3, { isVeiled: true, actor: 'per_secret' }),
      ],
      { filter },
    );
    for (const words of [
      'Audit log of Sluice',
      '2026-11-01T00:00:00Z to before 2026-12-01T00:00:00Z, entries 0 to 9',
      '3, of which 1 are veiled',
      'session.refused 1, transfer.queued 1, veiled 1',
      'denied 1, success 1, veiled 1',
      '\u0097 log.test/sluice signature', // the dash of a signed note, in the encoding of the built-in fonts
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('per_secret');
  });

  it('has every entry, on as many pages as that takes, with the heads on each', async () => {
    const entries = Array.from({ length: 150 }, (_, at) => shownEntry(at, { actor: `per_${String(at)}` }));
    const lines = (await report(entries)).split('\n');
    for (let at = 0; at < entries.length; at += 1) expect(lines).toContain(`per_${String(at)}`);
    const pages = lines.filter((line) => / entries 0 to 9, page [0-9]+ of [0-9]+$/.test(line));
    expect(pages.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line === 'Actor')).toHaveLength(pages.length - 1);
  });

  it('puts all of a transfer together under a sentence, and then everything else', async () => {
    const moved = {
      ...{ safe: 'Cold 1', amount: '30000.25', asset: 'sUSD', destination: 'Hot wallet 1' },
      ...{ destinationAddress: '0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2', reference: 'Refill' },
    };
    const text = await report([
      shownEntry(1, { type: 'transfer.requested', subject: 'tr_a', names: { ...moved, actor: 'Tessa' } }),
      shownEntry(2, {
        type: 'safe.frozen',
        subject: 'safe_1',
        names: { subject: 'Cold 1', words: 'Odd page' },
      }),
      shownEntry(3, { subject: 'tr_b' }),
      shownEntry(4, {
        ...{ type: 'transfer.answered', actor: 'per_ada', subject: 'tr_a' },
        names: { ...moved, actor: 'Ada', words: 'Ada rejected revision 1: wrong month' },
      }),
      shownEntry(5, { type: 'transfer.rejected', subject: 'tr_a', names: moved }),
    ]);
    const at = (words: string): number => {
      expect(text.split('\n').join(' ')).toContain(words);
      return text.split('\n').join(' ').indexOf(words);
    };
    const order = [
      'Transfer tr_a',
      '30000.25 sUSD from the Safe "Cold 1" to "Hot wallet 1" (0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2), asked for by Tessa, for "Refill". Rejected at',
      'Ada rejected revision 1: wrong month',
      'Transfer tr_b',
      'Other entries',
      'Odd page',
    ].map(at);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('is not broken by letters that its fonts do not have', async () => {
    const text = await report([shownEntry(0, { actor: 'оля 🔥', subject: 'é\u202e', type: 'safe.frozen' })]);
    expect(text).toContain('\\u{43e}\\u{43b}\\u{44f} \\u{1f525}');
    expect(text).toContain('é\\u{202e}');
  });

  it('has a page also where nothing was found', async () => {
    expect(await report([])).toContain('0, of which 0 are veiled');
  });
});

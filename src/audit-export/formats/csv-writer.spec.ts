import { describe, expect, it } from '@jest/globals';
import { anExport, shownEntry } from '../../../test/builders/written-export.js';
import { CsvWriter } from './csv-writer.js';

const writer = new CsvWriter();
const order = anExport({ format: 'csv' });
const bodyOf = (...entries: ReturnType<typeof shownEntry>[]): Promise<string> =>
  writer.body(order, { from: 0n, to: BigInt(entries.length), entries });

describe(CsvWriter.name, () => {
  it('begins with the names of its columns', async () => {
    expect(await writer.head()).toBe(
      'index,at,type,outcome,actor,safe,subject,veiled,leafHash,detail,' +
        'actorName,safeName,subjectName,amount,asset,destination,destinationAddress,reference,words\r\n',
    );
  });

  it('writes a record for each entry, as RFC 4180 has it', async () => {
    const entry = shownEntry(3, {
      detail: { reason: 'a "word",\nand €' },
      names: { actor: 'Ada', amount: '1.5', asset: 'ETH' },
    });
    expect(await bodyOf(entry)).toBe(
      `3,2026-11-22T08:30:00.123Z,transfer.queued,success,per_ada,,tr_1,no,${entry.leafHash},` +
        '"{""reason"":""a \\""word\\"",\\nand €""}",Ada,,,1.5,ETH,,,,\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])(
    'leaves nothing for a spreadsheet to compute: %j',
    async (value) => {
      const text = await bodyOf(shownEntry(0, { actor: value, subject: value, type: value }));
      const cells = text.split(',');
      expect(cells[2]).toMatch(/^"?'/);
      expect(cells[4]).toMatch(/^"?'/);
      expect(cells[6]).toMatch(/^"?'/);
    },
  );

  it('says of a veiled entry its index and its hash, and nothing more', async () => {
    const entry = shownEntry(4, { isVeiled: true });
    expect(await bodyOf(entry)).toBe(`4,,,,,,,yes,${entry.leafHash},,,,,,,,,,\r\n`);
  });

  it('ends with the filter and the checkpoint', () => {
    expect(writer.tail({ ...order, filter: { type: 'safe.frozen' } })).toBe(
      `,,export.filter,,,,,,,"{""type"":""safe.frozen""}",,,,,,,,,\r\n,,export.checkpoint,,,,,,,"${order.checkpoint}",,,,,,,,,\r\n`,
    );
  });
});

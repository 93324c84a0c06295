import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  Folder,
  caseOf as find,
  corpus,
  rawAttacks as attacks,
  sluice,
} from '../../test/builders/sluice-command.js';

const CORPORA = ['attacks.json', 'more-attacks.json'];
const good = find(attacks.safeTx, 'OK-01');
const folder = new Folder();
const fileOf = (content: unknown) => folder.file(content);

afterAll(() => {
  folder.remove();
});

const Report = z.object({
  total: z.int(),
  matched: z.int(),
  mismatched: z.array(z.string()),
  results: z.array(z.object({ id: z.string(), verdict: z.string(), code: z.string(), reason: z.string() })),
});

describe('sluice inspect --vectors', () => {
  it.each(CORPORA)('invariant 1: every case of %s gets what it is owed', async (name) => {
    const { out, passed } = await sluice('inspect', '--vectors', corpus(name), '--json');
    const report = Report.parse(JSON.parse(out));
    expect(report.mismatched).toEqual([]);
    expect(report).toMatchObject({ matched: report.total });
    expect(report.results).toHaveLength(report.total);
    expect(passed).toBe(true);
  });

  it('prints a line for each case, and says which are not as owed', async () => {
    const wrong = { ...good, id: 'X-01', expect: { verdict: 'REFUSE', code: 'SELF_CALL' } };
    const path = fileOf({ world: attacks.world, safeTx: [good, wrong], unheardOf: [1] });
    const { out, passed } = await sluice('inspect', '--vectors', path);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^ok {7}OK-01 +ACCEPT: /),
      expect.stringMatching(/^MISMATCH X-01 +ACCEPT, owed REFUSE SELF_CALL: /),
      '1 of 2 as owed',
    ]);
    expect(passed).toBe(false);
  });

  it('takes any refusal that names the batch for a batch, and no other', async () => {
    const batch = find(attacks.safeTx, 'MS-02');
    const cases = ['MULTISEND_NOT_ALLOWED', 'OP_DELEGATECALL'].map((code) => ({
      ...batch,
      expect: { verdict: 'REFUSE', code },
    }));
    const refusal = {
      ...find(attacks.safeTx, 'SC-01'),
      id: 'MS-99',
      expect: { verdict: 'REFUSE', code: 'MULTISEND_EMPTY' },
    };
    const path = fileOf({ world: attacks.world, safeTx: [...cases, refusal] });
    const { out } = await sluice('inspect', '--vectors', path, '--json');
    expect(Report.parse(JSON.parse(out)).mismatched).toEqual(['MS-99']);
  });

  it('invariant 6: a case that cannot be read is refused, and the others are still read', async () => {
    const broken = { ...good, id: 'X-02', tx: { ...good.tx, value: '1e3' } };
    const path = fileOf({ world: attacks.world, safeTx: [broken, good] });
    const { out } = await sluice('inspect', '--vectors', path, '--json');
    expect(Report.parse(JSON.parse(out)).results).toMatchObject([
      { id: 'X-02', verdict: 'REFUSE', code: 'AMOUNT_FORMAT' },
      { id: 'OK-01', verdict: 'ACCEPT' },
    ]);
  });
});

import { afterAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { aDecisionRecord } from '../../test/builders/decision-record.js';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import type { Json } from '../domain/values/canonical-json.js';

const folder = new Folder();
const record = aDecisionRecord();

afterAll(() => {
  folder.remove();
});

describe('sluice verify decision', () => {
  it('invariant 18: reproduces a stored decision offline, and says what it proved', async () => {
    const { out, passed } = await sluice('verify', 'decision', folder.file(record));
    expect(passed).toBe(true);
    expect(out).toMatch(new RegExp(`^REPRODUCED ${record.id} of ${record.transfer.id}\n`));
    expect(out.match(/^ {2}proved {2}/gm)).toHaveLength(4);
    expect(out).toContain('Not proved:');
    expect(out.endsWith('1 of 1 decision is reproduced')).toBe(true);
  });

  it('fails where one decision of several was changed', async () => {
    const decision = { ...(record.decision as Record<string, Json>), outcome: 'deny' };
    const forged = { ...aDecisionRecord({ nth: 2 }), decision };
    const { out, passed } = await sluice(
      'verify',
      'decision',
      folder.file({ data: [record, forged] }),
      '--json',
    );
    expect(passed).toBe(false);
    expect(JSON.parse(out)).toMatchObject({
      reproduced: 1,
      failed: 1,
      decisions: [
        { id: record.id, isReproduced: true },
        { id: forged.id, isReproduced: false },
      ],
    });
    const { out: text } = await sluice('verify', 'decision', folder.file(forged));
    expect(text).toMatch(/^DIFFERS .*\n(.*\n)*.*FAILED.*first at \/outcome\.$/m);
  });

  it('reproduces nothing of nothing, and refuses what is no record', async () => {
    expect((await sluice('verify', 'decision', folder.file('[]'))).passed).toBe(false);
    await expect(sluice('verify', 'decision', folder.file({ ...record, more: 1 }))).rejects.toMatchObject({
      code: 'BODY_SCHEMA',
      faults: [expect.objectContaining({ pointer: '/more' })],
    });
    await expect(sluice('verify', 'decision', join(folder.path, 'nothing'))).rejects.toMatchObject({
      name: 'UnreadableFile',
    });
  });
});

import { afterAll, describe, expect, it } from '@jest/globals';
import { entryTexts, exportLines } from '../../test/builders/audit-export.js';
import { platformHasher } from '../../test/builders/log-tree.js';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import {
  ORIGIN,
  TWO_OF_THREE,
  checkpointNote,
  logSigner,
  vkeyOf,
  witnessSigner,
} from '../../test/builders/witnessed-log.js';
import { leafNode } from '../domain/audit-log/merkle.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const key = vkeyOf(logSigner);
const texts = entryTexts(12);
const leaves = texts.map((text) => leafNode(Buffer.from(text), platformHasher));
const fileOf = (lines: readonly string[]): string => folder.file(lines.map((line) => `${line}\n`).join(''));
const checkpointFile = (size: number): string => folder.file(checkpointNote(leaves.slice(0, size), []));
const verify = (lines: readonly string[], ...options: readonly string[]) =>
  sluice('verify', 'log', fileOf(lines), '--log-key', key, ...options);

describe('sluice verify log', () => {
  it('invariant 18: says line by line what it has proved of a whole log, and what not', async () => {
    const policy = folder.file(TWO_OF_THREE);
    const { out, passed } = await verify(
      exportLines(texts, { witnesses: [1, 2] }),
      ...['--witness-policy', policy, '--checkpoint', checkpointFile(5), '--checkpoint', checkpointFile(12)],
    );
    expect(passed).toBe(true);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(`^proved      ${ORIGIN} has signed a tree of 12 entries with the root `),
      'proved      w1 has seen it grow consistently, at 2026-11-22T08:30:00Z',
      'proved      w2 has seen it grow consistently, at 2026-11-22T08:30:00Z',
      "proved      these cosignatures are the policy's quorum",
      "proved      each of the 12 entries shown is the log's, byte for byte, at its index in 0 to 11",
      'proved      no entry of 0 to 11 is missing',
      'proved      your checkpoint of 5 entries is of the same history',
      'proved      your checkpoint of 12 entries is of the same history',
      'not proved  anything about entries from 12 on, of which the checkpoint covers 0',
      expect.stringMatching(
        /^not proved {2}that somebody asked for the filter \{\}: .*, with the SHA-256 0x[0-9a-f]{64}$/,
      ),
      'not proved  that what the entries say is true',
      '',
      'It holds, against the key of the log that you gave.',
    ]);
  });

  it('invariant 18: of a filtered one says that nobody can know what was left out', async () => {
    const filter = { actor: 'per_ada', fromIndex: '2', toIndex: '10' };
    const lines = exportLines(texts, {
      filter,
      shown: (index) => (index % 2 === 1 ? 'left-out' : index === 4 ? 'veiled' : 'entry'),
    });
    const { out, passed } = await verify(lines, '--checkpoint', checkpointFile(1));
    expect(passed).toBe(true);
    for (const line of [
      'proved      in 2 to 9 are 8 entries, of which 4 are left out and 1 veiled: nothing else is missing',
      'proved      each entry shown is one that the filter {"actor":"per_ada","fromIndex":"2","toIndex":"10"} asks for',
      'not proved  that the log shows the same to everybody: no witness had to cosign',
      'not proved  that the 4 entries left out do not match the filter',
      'not proved  what the 1 veiled entries say, or that the filter asks for them',
      'not proved  anything about the texts before entry 2',
      'not proved  that your checkpoint of 1 entries is of the same history: the lines do not come to it',
    ])
      expect(out.split('\n')).toContain(line);
  });

  it('invariant 18: refuses a changed entry, and names it', async () => {
    const lines = exportLines(texts);
    const changed = lines.with(6, (lines[6] ?? '').replace('per_eve', 'per_bob'));
    const { out, passed } = await verify(changed);
    expect(passed).toBe(false);
    expect(out).toBe(
      [
        'FAILED      line 7: the text is not the one that its hash is of',
        'The first bad entry is 5.',
        '',
        'It does not hold.',
      ].join('\n'),
    );
    const json = await verify(changed, '--json');
    expect(json.passed).toBe(false);
    expect(JSON.parse(json.out)).toMatchObject({ holds: false, line: 7, firstBadIndex: '5' });
  });

  it('invariant 16: refuses a history that was rewritten, by a checkpoint from before', async () => {
    const other = texts.with(3, (texts[3] ?? '').replace('per_eve', 'per_bob'));
    const { out, passed } = await verify(
      exportLines(other),
      ...['--checkpoint', checkpointFile(2), '--checkpoint', checkpointFile(7)],
    );
    expect(passed).toBe(false);
    expect(out).toContain('The first bad entry is not before 2 and before 12.');
  });

  it('prints the same as JSON', async () => {
    const { out } = await verify(exportLines(texts), '--json');
    expect(JSON.parse(out)).toMatchObject({
      holds: true,
      entries: '12',
      checkpoint: { origin: ORIGIN, size: '12' },
      proved: expect.arrayContaining(['no entry of 0 to 11 is missing']) as unknown,
    });
  });

  it.each([
    ['a file that was cut off in a line', exportLines(texts).join('\n')],
    ['a file that was cut off after a line', `${exportLines(texts).slice(0, -1).join('\n')}\n`],
    ['an empty file', ''],
    ['a page of the API', '{"data":[],"nextCursor":null}\n'],
  ])('refuses %s', async (_name, content) => {
    const { out, passed } = await sluice('verify', 'log', folder.file(content), '--log-key', key);
    expect(passed).toBe(false);
    expect(out).toMatch(/^FAILED {6}/);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const [header = ''] = exportLines(texts);
    const file = folder.bytes(Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xff, 0x0a])]));
    expect((await sluice('verify', 'log', file, '--log-key', key)).passed).toBe(false);
  });

  it('refuses a checkpoint that is not of this log', async () => {
    const { out, passed } = await verify(exportLines(texts), '--checkpoint', folder.file('text\n'));
    expect(passed).toBe(false);
    expect(out).toContain('is no checkpoint of this log');
    const others = vkeyOf(witnessSigner(1));
    expect((await sluice('verify', 'log', fileOf(exportLines(texts)), '--log-key', others)).passed).toBe(
      false,
    );
  });

  it('tells wrong usage and a file that cannot be read from one that is refused', async () => {
    await expect(sluice('verify', 'log', 'file')).rejects.toMatchObject({ name: 'CommanderError' });
    await expect(sluice('verify', 'log', 'file', '--log-key', 'x')).rejects.toMatchObject({ exitCode: 2 });
    const missing = ['verify', 'log', `${folder.path}/none`, '--log-key', key];
    await expect(sluice(...missing)).rejects.toMatchObject({ name: 'UnreadableFile' });
  });
});

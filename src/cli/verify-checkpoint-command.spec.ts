import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import { someLeaves } from '../../test/builders/log-tree.js';
import {
  COSIGNED_AT,
  ORIGIN,
  TWO_OF_THREE,
  checkpointNote,
  checkpointText,
  logSigner,
  receiptOf,
  signedBy,
  vkeyOf,
  witnessSigner,
} from '../../test/builders/witnessed-log.js';
import { printSignedNote } from '../domain/audit-log/signed-note.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const key = vkeyOf(logSigner);
const policy = folder.file(TWO_OF_THREE);
const entries = ['{"index":"0"}', '{"index":"1"}', '{"index":"2"}'];
const leaves = someLeaves(7);
const head = { origin: ORIGIN, size: '7', root: checkpointText(leaves).split('\n')[2] };

const checkpoint = (content: string, ...options: readonly string[]) =>
  sluice('verify', 'checkpoint', folder.file(content), '--key', key, ...options);
const proof = (content: string, entry: string, ...options: readonly string[]) =>
  sluice('verify', 'proof', folder.file(content), '--entry', folder.file(entry), '--key', key, ...options);

describe('sluice verify checkpoint', () => {
  it('invariant 18: says line by line what it has proved, and what not', async () => {
    const { out, passed } = await checkpoint(checkpointNote(leaves, [1, 2]), '--policy', policy);
    expect(passed).toBe(true);
    expect(out).toBe(
      [
        'valid',
        '',
        'Proved:',
        `  - ${ORIGIN} has signed a tree of 7 entries with the root ${head.root ?? ''}`,
        '  - w1 has seen it grow consistently, at 2026-11-22T08:30:00Z',
        '  - w2 has seen it grow consistently, at 2026-11-22T08:30:00Z',
        "  - these cosignatures are the policy's quorum",
      ].join('\n'),
    );
  });

  it('prints the same as JSON', async () => {
    const { out } = await checkpoint(checkpointNote(leaves, [1, 3]), '--policy', policy, '--json');
    expect(JSON.parse(out)).toMatchObject({
      isValid: true,
      checkpoint: head,
      cosigners: [
        { witness: 'w1', time: COSIGNED_AT.toString() },
        { witness: 'w3', time: COSIGNED_AT.toString() },
      ],
      notProved: [],
    });
  });

  it('invariant 18: without a policy says that the log may show others something else', async () => {
    for (const options of [[], ['--policy', folder.file('quorum none\n')]]) {
      const { out, passed } = await checkpoint(checkpointNote(leaves, []), ...options);
      expect(passed).toBe(true);
      expect(out).toContain('Not proved:\n  - that the log shows the same to everybody');
    }
  });

  it('says that nobody answers for extension lines', async () => {
    const extended = printSignedNote(signedBy(`${checkpointText(leaves)}more\n`, []));
    expect((await checkpoint(extended)).out).toContain('what the extension lines of the checkpoint say');
  });

  it.each([
    ['too few cosignatures', checkpointNote(leaves, [1])],
    ['another text', checkpointNote(leaves, [1, 2]).replace('\n7\n', '\n8\n')],
    ['a note that is no checkpoint', printSignedNote(signedBy('text\n', [1, 2]))],
    ['no note', 'text\n'],
  ])('invariant 18: refuses %s', async (_name, content) => {
    const { out, passed } = await checkpoint(content, '--policy', policy);
    expect(passed).toBe(false);
    expect(out).toMatch(/^refused\n./);
    const json = await checkpoint(content, '--policy', policy, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ isValid: false, reason: expect.any(String) as unknown });
    expect(json.passed).toBe(false);
  });

  it('shows what a terminal would obey', async () => {
    const text = checkpointText(leaves, 'evil\u202e\u001b[2J').replace('\u001b', '');
    const { out } = await checkpoint(printSignedNote(signedBy(text, [])));
    expect(out).toContain('evil\\u{202e}[2J');
  });

  it.each([
    ['no key', ['verify', 'checkpoint', 'file']],
    ['a key that is none', ['verify', 'checkpoint', 'file', '--key', 'abc']],
    [
      'a policy that is none',
      ['verify', 'checkpoint', 'file', '--key', key, '--policy', folder.file('quorum\n')],
    ],
    ['nothing to verify', ['verify']],
    ['no entry', ['verify', 'proof', 'file', '--key', key]],
  ])('says how it is used after %s', async (_name, args) => {
    await expect(sluice(...args)).rejects.toMatchObject({ name: 'CommanderError' });
  });

  it('tells a file that cannot be read from one that is refused', async () => {
    const missing = ['verify', 'checkpoint', `${folder.path}/none`, '--key', key];
    await expect(sluice(...missing)).rejects.toMatchObject({ name: 'UnreadableFile' });
  });
});

describe('sluice verify proof', () => {
  const receipt = receiptOf(entries, 1, [1, 2]);
  const entry = entries[1] ?? '';

  it('invariant 18: proves an entry, with a line break at its end or without', async () => {
    for (const text of [entry, `${entry}\n`, `${entry}\r\n`]) {
      const { out, passed } = await proof(receipt, text, '--policy', policy);
      expect(passed).toBe(true);
      expect(out).toContain(`${ORIGIN} has signed a tree of 3 entries`);
      expect(out).toContain('the entry is in that tree, at index 1');
    }
  });

  it('invariant 18: refuses any other entry, another index and too few witnesses', async () => {
    for (const [content, text] of [
      [receipt, `${entry} `],
      [receipt, `${entry}\n\n`],
      [receipt, entries[2] ?? ''],
      [receipt.replace('index 1', 'index 2'), entry],
      [receiptOf(entries, 1, [3]), entry],
      [`${receipt}\n`, entry],
    ] as const) {
      const { out, passed } = await proof(content, text, '--policy', policy);
      expect(passed).toBe(false);
      expect(out).toMatch(/^refused\n./);
    }
  });

  it('says that nobody has signed the extra data', async () => {
    const { out } = await proof(receipt.replace('index', 'extra AAAA\nindex'), entry, '--json');
    expect(JSON.parse(out)).toMatchObject({
      isValid: true,
      notProved: [
        expect.stringContaining('no witness'),
        'the extra data of the receipt: nobody has signed it',
      ] as unknown,
    });
  });

  it("invariant 18: does not take another log's receipt", async () => {
    const other = vkeyOf(witnessSigner(1));
    const args = ['--entry', folder.file(entry), '--key', other];
    const { out, passed } = await sluice('verify', 'proof', folder.file(receipt), ...args);
    expect({ out, passed }).toMatchObject({ passed: false });
  });
});

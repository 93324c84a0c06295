import { describe, expect, it } from '@jest/globals';
import { TWO_OF_THREE, logSigner, vkeyOf, witnessSigner } from '../../../test/builders/witnessed-log.js';
import { goNotes } from '../../../test/vectors/c2sp.js';
import { MalformedLogText } from './malformed.js';
import { seedSigner } from './note-signer.js';
import { parseTlogPolicy } from './tlog-policy.js';
import { printVerifierKey, verifierKey } from './verifier-key.js';

const log = vkeyOf(logSigner);
const [w1, w2] = [vkeyOf(witnessSigner(1)), vkeyOf(witnessSigner(2))];
/** The log's own key under another name, and the first witness's. */
const renamedLog = vkeyOf(seedSigner('ed25519', 'another', new Uint8Array(32).fill(1)));
const renamedWitness = vkeyOf(seedSigner('cosignature-v1', 'another', new Uint8Array(32).fill(101)));
const mlDsa = printVerifierKey(verifierKey('ml-dsa-44', 'pq.example/w', new Uint8Array(1312)));
const lines = (...each: readonly string[]): string => each.map((line) => `${line}\n`).join('');

describe(parseTlogPolicy.name, () => {
  it('reads logs, witnesses, groups and the quorum', () => {
    const policy = parseTlogPolicy(TWO_OF_THREE);
    expect(policy.logs).toEqual([{ key: logSigner.key, url: null }]);
    expect(policy.witnesses.map((each) => each.name)).toEqual(['w1', 'w2', 'w3']);
    expect(policy.witnesses[2]?.key).toEqual(witnessSigner(3).key);
    expect(policy.groups).toEqual([{ name: 'witnesses', threshold: 2, members: ['w1', 'w2', 'w3'] }]);
    expect(policy.quorum).toBe('witnesses');
  });

  it('reads space, tabs, comments, URLs, any and all, and groups of groups', () => {
    const text = lines(
      '# a comment',
      '',
      ` \t log\t${goNotes.peterKey}  https://peter.example/log `,
      `witness ä ${w1} https://w1.example/`,
      `witness b ${goNotes.witnessKey}`,
      'group any-one any ä',
      '  # another',
      'group everyone all any-one b',
      'quorum everyone',
    );
    expect(parseTlogPolicy(text)).toMatchObject({
      logs: [{ url: 'https://peter.example/log' }],
      witnesses: [
        { name: 'ä', url: 'https://w1.example/' },
        { name: 'b', url: null },
      ],
      groups: [
        { name: 'any-one', threshold: 1, members: ['ä'] },
        { name: 'everyone', threshold: 2, members: ['any-one', 'b'] },
      ],
      quorum: 'everyone',
    });
  });

  it('reads a policy without logs and witnesses', () => {
    expect(parseTlogPolicy('quorum none\n')).toEqual({ logs: [], witnesses: [], groups: [], quorum: null });
  });

  it('reads a witness whose signatures it cannot verify, for the others of its group', () => {
    const text = lines(`witness pq ${mlDsa}`, `witness w1 ${w1}`, 'group g any pq w1', 'quorum g');
    expect(parseTlogPolicy(text).witnesses[0]?.key.type).toBe('ml-dsa-44');
  });

  it('takes names by their bytes, whatever they look like', () => {
    const text = lines(`witness K ${w1}`, `witness \u212a ${w2}`, 'group g all K \u212a', 'quorum g');
    expect(parseTlogPolicy(text).witnesses).toHaveLength(2);
  });

  const two = [`witness w1 ${w1}`, `witness w2 ${w2}`];
  it.each([
    ['nothing', ''],
    ['no quorum', lines(...two)],
    ['two quorums', lines(...two, 'quorum w1', 'quorum w2')],
    ['a quorum of two', lines(...two, 'quorum w1 w2')],
    ['a quorum without a name', lines('quorum')],
    ['a quorum before what it names', lines('quorum w1', ...two)],
    ['a quorum that is not there', lines(...two, 'quorum w3')],
    ['a last line without an end, which may have been longer', lines(...two, 'quorum w1').trimEnd()],
    ['a line of another kind', lines('policy 1', 'quorum none')],
    ['a keyword in upper case', lines('Quorum none')],
    ['a carriage return', 'quorum none\r\n'],
    ['a form feed', 'quorum\fnone\n'],
    ['a DEL', '# \x7f\nquorum none\n'],
    ['a log twice', lines(`log ${log}`, `log ${log}`, 'quorum none')],
    ['a log twice by two names', lines(`log ${log}`, `log ${renamedLog}`, 'quorum none')],
    ['a witness twice', lines(two[0] ?? '', `witness w2 ${w1}`, 'quorum w1')],
    ['a witness twice by two names', lines(two[0] ?? '', `witness w2 ${renamedWitness}`, 'quorum w1')],
    ['two witnesses of one name', lines(two[0] ?? '', `witness w1 ${w2}`, 'quorum w1')],
    ['a witness called none', lines(`witness none ${w1}`, 'quorum none')],
    ['a group called none', lines(...two, 'group none any w1', 'quorum none')],
    ['a group called as a witness', lines(...two, 'group w1 any w2', 'quorum w1')],
    ["a log with a witness's key", lines(`log ${w1}`, 'quorum none')],
    ["a witness with a log's key", lines(`witness w ${log}`, 'quorum w')],
    ['a key that is none', lines('witness w abc', 'quorum w')],
    ['a log with a word too many', lines(`log ${log} https://a https://b`, 'quorum none')],
    ['a witness without a key', lines('witness w', 'quorum none')],
    ['a group without members', lines(...two, 'group g any', 'quorum g')],
    ['a group of none', lines(...two, 'group g any none', 'quorum g')],
    ['a group of itself', lines(...two, 'group g any w1 g', 'quorum g')],
    ['a member twice', lines(...two, 'group g 2 w1 w1', 'quorum g')],
    ['a member of two groups', lines(...two, 'group g any w1', 'group h all g w1', 'quorum h')],
    ['a threshold of none', lines(...two, 'group g 0 w1 w2', 'quorum g')],
    ['a threshold above the members', lines(...two, 'group g 3 w1 w2', 'quorum g')],
    ['a threshold with a zero before it', lines(...two, 'group g 01 w1 w2', 'quorum g')],
    ['a threshold that is no number', lines(...two, 'group g most w1 w2', 'quorum g')],
    [
      'too many groups',
      lines(
        ...two,
        ...Array.from(
          { length: 257 },
          (_, at) => `group g${String(at)} any ${at === 0 ? 'w1' : `g${String(at - 1)}`}`,
        ),
        'quorum g0',
      ),
    ],
    ['too much', `${'#'.repeat(1_000_001)}\nquorum none\n`],
  ])('refuses %s', (_name, text) => {
    expect(() => parseTlogPolicy(text)).toThrow(MalformedLogText);
  });

  it('says in which line it is wrong', () => {
    expect(() => parseTlogPolicy(lines('# one', 'quorum w1'))).toThrow(
      'line 2 of the policy: w1 is not defined',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { entryTexts, exportLines } from '../../../test/builders/audit-export.js';
import { ORIGIN, logSigner, vkeyOf } from '../../../test/builders/witnessed-log.js';
import { takeBatch } from '../audit-log/follow-batch.js';
import { parseVerifierKey } from '../audit-log/verifier-key.js';
import { NO_NAMES } from './entry-names.js';
import { FOLLOW_FORMATS, followLines } from './follow-lines.js';
import { type FollowedNames, printFollowedNames, splitFollowed } from './followed-names.js';

const texts = entryTexts(3);
const text = exportLines(texts, { shown: (index) => (index === 1 ? 'veiled' : 'entry') })
  .map((line) => `${line}\n`)
  .join('');
const batch = takeBatch(
  text,
  { head: undefined, checkpoint: undefined },
  { logKey: parseVerifierKey(vkeyOf(logSigner)), policy: null },
);
if (!batch.isProven) throw new Error(batch.reason);
const named = new Map([['0', { ...NO_NAMES, actor: 'Ada', reference: 'a "b"\nc', words: 'x'.repeat(600) }]]);
const written = (
  format: (typeof FOLLOW_FORMATS)[number],
  inSyslog = false,
  names: FollowedNames = new Map(),
) => followLines(batch, names, { format, inSyslog, now: Date.UTC(2026, 10, 22) });

describe(followLines.name, () => {
  it('gives every entry and then the checkpoint, in each format', () => {
    for (const format of FOLLOW_FORMATS) expect(written(format)).toHaveLength(4);
    expect(written('jsonl').slice(0, 3)).toEqual(text.split('\n').slice(1, 4));
    expect(JSON.parse(written('jsonl')[3] ?? '')).toMatchObject({ size: '3', taken: '3' });
    const [first, veiled, , checkpoint] = written('ocsf').map((line) => JSON.parse(line) as object);
    expect(first).toMatchObject({ raw_data: texts[0], metadata: { uid: `${ORIGIN}/0` } });
    expect(veiled).toMatchObject({ message: 'veiled', unmapped: { index: '1' } });
    expect(checkpoint).toMatchObject({ message: 'checkpoint', unmapped: { taken: '3' } });
    const syslog = written('syslog');
    expect(syslog[0]?.endsWith(`] ${texts[0] ?? ''}`)).toBe(true);
    expect(syslog[1]).toMatch(
      /^<110>1 - \S+ sluice - veiled \[sluice@32473 index="1" leafHash="0x[0-9a-f]{64}"\] veiled$/,
    );
  });

  it('puts names beside the ids, and none where nobody says any', () => {
    const [first = '', second] = written('jsonl', false, named);
    expect(JSON.parse(first)).toEqual({
      ...(JSON.parse(written('jsonl')[0] ?? '') as object),
      names: named.get('0'),
    });
    expect(second).toBe(written('jsonl')[1]);
    expect(JSON.parse(written('ocsf', false, named)[0] ?? '')).toMatchObject({
      actor: { user: { uid: 'per_ada', full_name: 'Ada' } },
      unmapped: { names: { reference: 'a "b"\nc', safe: null } },
    });
    const [line = ''] = written('syslog', false, named);
    expect(line).toContain(' actor="per_ada"');
    expect(line).toContain(' actorName="Ada" reference="a \\"b\\"\\\\u{a}c" words="');
    expect(line).toContain(`words="${'x'.repeat(500)}…"]`);
    expect(line).not.toContain('\n');
  });

  it('puts each format into the message of a syslog line for a syslog server', () => {
    for (const format of FOLLOW_FORMATS)
      for (const line of written(format, true)) expect(line).toMatch(/^<[0-9]+>1 [^\n]+$/);
    expect(written('ocsf', true)[0]?.endsWith(`] ${written('ocsf')[0] ?? ''}`)).toBe(true);
  });
});

describe(splitFollowed.name, () => {
  const names = new Map([[0n, { ...NO_NAMES, actor: 'Ada' }]]);

  it('gives back the part, byte for byte, and the names behind it', () => {
    expect(splitFollowed(`${text}${printFollowedNames(names)}\n`)).toEqual({
      ...{ part: text, names: new Map([['0', names.get(0n)]]) },
    });
    expect(splitFollowed(text)).toEqual({ part: text, names: new Map() });
  });

  it.each(['{"names":', '{"names":{"0":{"actor":"Ada"}}}', '{"names":{},"more":1}'])(
    'takes nothing else for names: %s',
    (line) => {
      expect(() => splitFollowed(`${text}${line}\n`)).toThrow(/^the names are/);
    },
  );
});

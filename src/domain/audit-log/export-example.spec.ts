import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { exportLines } from '../../../test/builders/audit-export.js';
import { readerOf } from '../../../test/builders/log-tree.js';
import { logSigner, witnessSigner } from '../../../test/builders/witnessed-log.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { AUDIT_TYPES } from './acts/acts.js';
import { parseExportLine, printExportLine } from './export-lines.js';
import { leafHash, leafNode } from './merkle.js';
import { OUTCOMES } from './acts/act.js';
import { outcomeOf } from './outcome.js';
import { subtreesCovering } from './subtrees.js';
import { ExportCheck } from './verify-export.js';

const document = readFileSync(new URL('../../../docs/audit-log-format.md', import.meta.url), 'utf8');
const entries = [0, 1, 2, 3, 4].map((index) => `{"index":"${String(index)}"}`);
const example = exportLines(entries, {
  filter: { fromIndex: '1', toIndex: '4' },
  shown: (index) => (index === 3 ? 'veiled' : 'entry'),
  witnesses: [1],
});

describe('docs/audit-log-format.md', () => {
  it('has an export of its example, byte for byte, which verifies', () => {
    const [, block = ''] = /```\n(\{"checkpoint"[^`]*)```/.exec(document) ?? [];
    expect(block).toBe(example.map((line) => `${line}\n`).join(''));
    const check = new ExportCheck({ logKey: logSigner.key, policy: null });
    for (const line of block.split('\n').slice(0, -1)) check.take(line);
    expect(check.finish()).toMatchObject({ isProven: true, counts: { entries: 2n, veiled: 1n } });
    expect(block).toContain(witnessSigner(1).key.name);
  });

  it('has the leaf hash of the entry that it prints', () => {
    const [, entry = ''] = /```\n(\{"actor":"per_[^\n]*)\n```/.exec(document) ?? [];
    expect(document).toContain(`\n${leafHash(entry)}\n`);
    expect(document).toContain(canonicalJson(JSON.parse(entry) as Json));
  });

  it('has the line of a run of its example', () => {
    const [, line = ''] = /```\n(\{"from":"1","subtrees"[^\n]*)\n```/.exec(document) ?? [];
    const read = readerOf(entries.map((entry) => leafNode(Buffer.from(entry))));
    const range = { start: 1n, end: 4n };
    const subtrees = subtreesCovering(range).map(({ level, index }) => read(level, index));
    expect(line).toBe(printExportLine({ kind: 'left-out', from: 1n, to: 4n, subtrees }));
    expect(parseExportLine(line)).toMatchObject({ kind: 'left-out', subtrees });
  });

  it('has the levels of the subtrees that it says', () => {
    const levels = subtreesCovering({ start: 10n, end: 1034n }).map(({ level }) => level);
    expect(document).toContain(`For 10 to 1034 that is levels ${levels.join(', ')}.`);
  });

  it('has every type once in its table, with its outcome', () => {
    const [, table = ''] = /## Types\n([\s\S]*?)\n\n`safe` is/.exec(document) ?? [];
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const types = rows.flatMap((row) => {
      const [, named = '', , , outcome = ''] = row.split('|').map((cell) => cell.trim());
      const found = [...named.matchAll(/`([^`]+)`/g)].map(([, type = '']) => type);
      if (outcome.startsWith('by `')) return found;
      expect(OUTCOMES).toContain(outcome);
      for (const type of found) expect([type, outcomeOf(type, {})]).toEqual([type, outcome]);
      return found;
    });
    expect(types.toSorted()).toEqual([...AUDIT_TYPES].sort());
  });
});

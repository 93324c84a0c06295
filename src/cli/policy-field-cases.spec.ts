import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aDecisionRecord } from '../../test/builders/decision-record.js';
import { aPolicyDocument } from '../../test/builders/policy.js';
import { Folder, corpus, sluice } from '../../test/builders/sluice-command.js';
import { contentFaults } from '../domain/changes/content-faults.js';
import { DomainError, type Fault } from '../domain/errors.js';
import { PolicyDraftSchema } from '../domain/policies/policy-draft.js';
import { replayDecision } from '../domain/policies/replay-decision.js';
import { type Json, plain } from '../domain/values/canonical-json.js';
import { parseStrictJson } from '../infra/http/strict-json.js';

const Cases = z.object({
  notice: z.string(),
  cases: z.array(
    z.strictObject({
      id: z.string(),
      rules: z.array(z.record(z.string(), z.json())),
      /** A sentence about the rules. */
      says: z.string().optional(),
      remark: z.string().optional(),
      refused: z.strictObject({ at: z.string(), words: z.string() }).optional(),
    }),
  ),
});
const { cases } = Cases.parse(JSON.parse(readFileSync(corpus('policy-field-cases.json'), 'utf8')));
const sound = aPolicyDocument();
const folder = new Folder();

afterAll(() => {
  folder.remove();
});

/** What the API says of a draft: the code, and each fault as the command line prints it. */
function saidByApi(content: Json): string[] {
  return faultsOf(content).map(({ pointer, detail }) => `  ${pointer.replace(/^\/content/, '')}: ${detail}`);
}

/** First the JSON of the body is read, then its content is judged. */
function faultsOf(content: Json): readonly Fault[] {
  try {
    parseStrictJson(Buffer.from(JSON.stringify({ content })));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.faults;
  }
  return contentFaults(PolicyDraftSchema, content);
}

describe('rules from the field', () => {
  it.each(cases)('$id', async ({ rules, says, remark, refused }) => {
    const content = { ...sound, rules: [...sound.rules, ...rules] };
    const { out, passed } = await sluice('policy', 'check', folder.file(content));
    expect(passed).toBe(refused === undefined && remark === undefined);
    expect(out.split('\n').filter((line) => line.startsWith('  /'))).toEqual(saidByApi(plain(content)));
    if (refused) {
      const place = `/rules/${String(sound.rules.length)}${refused.at}: `;
      expect(out.split('\n')[1]).toMatch(/^ {2}\/rules/);
      expect(out).toContain(`  ${place}`);
      expect(out.split('\n').filter((line) => line.startsWith(`  ${place}`))).toHaveLength(1);
      expect(out).toContain(refused.words);
      return;
    }
    if (says !== undefined) expect(out.split('\n')).toContain(says);
    expect(out).toMatch(remark === undefined ? /^VALID\n/ : /^VALID, BUT NOTHING COULD EVER MOVE BY IT\n/);
    if (remark !== undefined) expect(out.split('\n')).toContain(remark);
  });

  it('invariant 17: what was decided by a zone that is refused now is decided again to the same bytes', async () => {
    const [first] = cases;
    const document = aPolicyDocument({ rules: [...sound.rules, ...(first?.rules ?? [])] });
    const record = aDecisionRecord({ policy: { version: 1, document } });
    expect(replayDecision(record).filter(({ isProved }) => !isProved)).toEqual([]);
    expect(JSON.stringify(record.decision)).toContain('Etc/GMT+2');
    const { passed } = await sluice('verify', 'decision', folder.file(record));
    expect(passed).toBe(true);
    // It may be compared with what replaces it.
    const { out } = await sluice('policy', 'diff', folder.file(document), folder.file(sound));
    expect(out).toMatch(/^LOOSENS/);
  });
});

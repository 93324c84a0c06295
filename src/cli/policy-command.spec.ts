import { afterAll, describe, expect, it } from '@jest/globals';
import { type Decided, aDecisionRecord } from '../../test/builders/decision-record.js';
import { NOW, SAFE, USDC, aPolicyDocument, aRollingRule, someFacts } from '../../test/builders/policy.js';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import { policyHash } from '../domain/policies/policy.js';

const folder = new Folder();
const document = aPolicyDocument();

afterAll(() => {
  folder.remove();
});

/** The document with its limit of a day changed. */
function changed(rule: Record<string, unknown>) {
  const rules = [...document.rules.filter(({ id }) => id !== 'per-day'), aRollingRule(rule)];
  return { ...document, rules };
}

async function json(...args: readonly string[]) {
  const { out, passed } = await sluice('policy', ...args, '--json');
  return { ...(JSON.parse(out) as Record<string, unknown>), passed };
}

describe('sluice policy check', () => {
  it('says what a document says, and what it is named by', async () => {
    expect(await json('check', folder.file(document))).toMatchObject({
      valid: true,
      hash: policyHash(document),
      sentences: expect.arrayContaining([expect.stringContaining('per-day')]) as unknown,
      passed: true,
    });
    const shadowed = aRollingRule({ id: 'per-day-too', max: '6000' });
    const file = folder.file({ version: 3, document: { ...document, rules: [...document.rules, shadowed] } });
    const { out, passed } = await sluice('policy', 'check', file);
    expect(out).toMatch(/^VALID\n0x[0-9a-f]{64}\n/);
    expect(out).toMatch(/^LIMIT_SHADOWED: .*per-day-too/m);
    expect(passed).toBe(true);
  });

  it('points at everything that is wrong', async () => {
    const wrong = { ...changed({ max: '5,000', wat: 1 }), tiers: [{}] };
    const answer = await json('check', folder.file(wrong));
    expect(answer).toMatchObject({ valid: false, code: 'BODY_SCHEMA', passed: false });
    const pointers = (answer as unknown as { faults: { pointer: string }[] }).faults.map(
      (each) => each.pointer,
    );
    expect(pointers).toEqual(expect.arrayContaining(['/rules/3/max', '/rules/3/wat', '/tiers/0/name']));
    const { out } = await sluice('policy', 'check', folder.file(wrong));
    expect(out).toContain('  /rules/3/max: ');
  });

  it.each([
    ['a key twice', '{"name":"a","name":"b"}', 'BODY_DUPLICATE_KEY'],
    ['no JSON', '{', 'BODY_NOT_JSON'],
    ['a number that rounds', '{"maxExpirySeconds":86400.0000000000001}', 'BODY_SCHEMA'],
  ])('refuses %s', async (_name, text, code) => {
    expect(await json('check', folder.file(text))).toMatchObject({ valid: false, code, passed: false });
  });

  it('shows what a terminal would obey', async () => {
    const { out } = await sluice('policy', 'check', folder.file({ ...document, '\u001b[2J': 1 }));
    expect(out).toContain('\\u{1b}[2J');
    expect(out).not.toContain('\u001b');
  });
});

describe('sluice policy diff', () => {
  it('tells what loosens from what tightens, line by line', async () => {
    const [old, tighter] = [folder.file(document), folder.file(changed({ max: '4999' }))];
    expect(await json('diff', old, tighter)).toEqual({
      direction: 'tightens',
      sentences: [expect.stringMatching(/^per-day: .*4999.*Before: .*5000/)],
      loosened: [],
      tightened: ['rule per-day'],
      remarks: [],
      passed: true,
    });
    const both = { ...changed({ max: '5001' }), maxExpirySeconds: 3_600 };
    expect(await json('diff', old, folder.file(both))).toMatchObject({
      direction: 'loosens',
      loosened: ['rule per-day'],
      tightened: ['the longest expiry'],
    });
    expect((await sluice('policy', 'diff', tighter, old)).out).toMatch(/^LOOSENS/);
  });

  it('refuses what is no policy', async () => {
    await expect(sluice('policy', 'diff', folder.file(document), folder.file({}))).rejects.toMatchObject({
      code: 'BODY_SCHEMA',
    });
  });
});

describe('sluice policy test', () => {
  const rolling = [{ ruleId: 'per-day', scopeKey: `safe:${SAFE}:${USDC}`, used: '1500000000' }];
  const decided: readonly Decided[] = [{}, { facts: someFacts({ now: NOW + 10, rolling }) }];
  const records = decided.map((each, index) => aDecisionRecord({ nth: index + 1, ...each }));
  const draft = folder.file(changed({ max: '2999' }));
  const summary = "1 of the last 90 days' 2 transfers would have ended otherwise.";

  it.each([
    ['a list', JSON.stringify(records)],
    ['a page', JSON.stringify({ data: records, nextCursor: null })],
    ['a record a line', records.map((each) => JSON.stringify(each)).join('\n')],
  ])('decides %s again, offline', async (_name, history) => {
    const answer = await json('test', draft, '--history', folder.file(history));
    expect(answer).toMatchObject({
      summary,
      transfers: 2,
      otherwise: [
        { transfer: records[1]?.transfer.id, was: { outcome: 'permit' }, would: { outcome: 'deny' } },
      ],
      assumed: expect.any(Array) as unknown,
      passed: false,
    });
  });

  it('says so in words, and passes where nothing ends otherwise', async () => {
    const history = folder.file(records);
    const { out } = await sluice('policy', 'test', draft, '--history', history);
    expect(out).toContain(
      `${String(records[1]?.transfer.id)}: permit, would be deny\n  per-day: With 1500 USDC`,
    );
    expect(out.endsWith(summary)).toBe(true);
    const same = folder.file(document);
    expect(await json('test', same, '--history', history, '--days', '1')).toMatchObject({
      summary: "None of the last day's 2 transfers would have ended otherwise.",
      passed: true,
    });
  });

  it.each([[['--days', '0']], [['--days', '1.5']], [[]]])('says how it is used after %j', async (args) => {
    const history = args.length === 0 ? [] : ['--history', folder.file(records)];
    await expect(sluice('policy', 'test', draft, ...history, ...args)).rejects.toMatchObject({
      code: expect.stringMatching(/^commander\./) as unknown,
    });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ETHER, OPERATOR, SAFE, USDC, aPolicyDocument, someFacts } from '../../../test/builders/policy.js';
import { decide } from './decide.js';
import { PolicyDocumentSchema, type Rule, policyJsonSchema } from './policy.js';
import { reviewPolicy } from './policy-review.js';
import { policySentences } from './policy-sentences.js';
import { REMARK_CODES } from './review-remark.js';
import { recentWindows, rollingWindows } from './windows.js';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const written: unknown = JSON.parse(textOf('test/vectors/policy-example.json'));
const example = PolicyDocumentSchema.parse(written);
const manual = textOf('docs/policy.md');

const blocks = [...manual.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) =>
  text
    .replaceAll('"ETH"', `"${ETHER}"`)
    .replaceAll('"USDC"', `"${USDC}"`)
    .replaceAll('"OLGA"', `"${OPERATOR}"`),
);

/** Each code with the kinds of rules that deny with it. */
const CODES: Readonly<Record<Rule['kind'], readonly string[]>> = {
  'destination-allowed': ['DEST_NOT_ALLOWED', 'ENTRY_EXPIRED', 'DEST_COOLING_OFF'],
  'asset-allowed': ['ASSET_NOT_ALLOWED'],
  'amount-per-transfer': ['LIMIT_PER_TX'],
  'requester-limit': ['LIMIT_REQUESTER'],
  'first-transfer': ['FIRST_TRANSFER_CANARY'],
  'hot-side-ceiling': ['LIMIT_HOT_CEILING', 'BALANCE_UNAVAILABLE'],
  'safe-floor': ['LIMIT_SAFE_FLOOR', 'BALANCE_UNAVAILABLE'],
  'rolling-amount': ['LIMIT_WINDOW'],
  'rolling-count': ['LIMIT_COUNT'],
  'business-hours': ['OUTSIDE_HOURS'],
  structuring: ['LIMIT_STRUCTURING', 'NO_TIER'],
  duplicate: ['DUPLICATE_TRANSFER'],
};

describe('docs/policy.schema.json', () => {
  const published: unknown = JSON.parse(textOf('docs/policy.schema.json'));

  it('is the schema that policies are parsed by: npm run schema:policy writes it', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });

  it('takes the example, and nothing that mixes units', () => {
    const schema = z.fromJSONSchema(published as z.core.JSONSchema.JSONSchema);
    expect(schema.safeParse(written).success).toBe(true);
    const mixed = structuredClone(example) as { rules: Record<string, unknown>[] };
    mixed.rules = mixed.rules.map((rule) =>
      rule['id'] === 'usdc-per-transfer' ? { ...rule, unit: 'usd' } : rule,
    );
    expect(schema.safeParse(mixed).success).toBe(false);
    expect(schema.safeParse({ ...example, comment: 'x' }).success).toBe(false);
  });
});

describe('docs/policy.md', () => {
  it.each(blocks)('has an example that is valid: %s', (block) => {
    const part: unknown = JSON.parse(block);
    const change = Array.isArray(part)
      ? { prices: part as unknown[] }
      : 'kind' in (part as object)
        ? { rules: [part] }
        : { tiers: [part] };
    expect(() => aPolicyDocument(change)).not.toThrow();
  });

  it.each(Object.entries(CODES))('describes %s by an example, its members and its codes', (kind, codes) => {
    const [, section = ''] = new RegExp(`### ${kind}\n(.*?)\n##`, 's').exec(manual) ?? [];
    expect(section).toContain(`"kind": "${kind}"`);
    for (const code of codes) expect(section).toContain(`\`${code}\``);
  });

  it('names every code of a review', () => {
    for (const code of REMARK_CODES) expect(manual).toContain(`\`${code}\``);
  });
});

describe('test/vectors/policy-example.json', () => {
  it('has every kind of rule, in every unit that it can be in', () => {
    expect(new Set(example.rules.map(({ kind }) => kind))).toEqual(new Set(Object.keys(CODES)));
    const inDollars = example.rules.filter((rule) => 'unit' in rule && rule.unit === 'usd');
    expect(new Set(inDollars.map(({ kind }) => kind)).size).toBe(5);
  });

  it('holds nothing that is hardly meant', () => {
    expect(reviewPolicy(example)).toEqual([]);
  });

  it('reads as one sentence for each line of it', () => {
    const names = { asset: () => 'X', person: () => 'Olga' };
    const lines = example.rules.length + example.tiers.length + (example.prices?.length ?? 0);
    // And its name, the quorum of exceptions, the expiry and the prompts.
    expect(policySentences(null, example, names)).toHaveLength(lines + 4);
  });

  it('permits an ordinary transfer, with a reason of every rule that is about it', () => {
    const terms = { maxPerTransfer: null, canary: null, settledTransfers: 1, lookalikes: [] };
    const facts = someFacts({
      ...{
        now: Date.parse('2027-01-15T10:00:00Z') / 1_000,
        expiresAt: Date.parse('2027-01-15T11:00:00Z') / 1_000,
      },
      destination: { terms, expiresAt: Date.parse('2028-01-01T00:00:00Z') / 1_000 },
      balances: { safe: '900000000000', destination: '0' },
    });
    const rolling = rollingWindows(example, facts).map(({ ruleId, scopeKey }) => ({
      ruleId,
      scopeKey,
      used: 0n,
    }));
    const recent = recentWindows(example, facts).map(({ ruleId }) => ({ ruleId, transfers: [] }));
    const decision = decide({ version: 1, document: example }, { ...facts, rolling, recent });
    expect(decision.reasons.filter(({ outcome }) => outcome !== 'allow')).toEqual([]);
    expect(decision.tier).toEqual({
      name: 'usdc-small + usd-small',
      require: [{ group: 'treasury', count: 1 }],
    });
    expect(decision.reservations).toContainEqual({ scope: `safe:${SAFE}:usd`, amount: '1500000000' });
    const about = example.rules.filter(
      (rule) => !('assetId' in rule && rule.assetId === ETHER) && !('group' in rule),
    );
    expect(decision.reasons.filter(({ kind }) => kind === 'policy').map(({ rule }) => rule)).toEqual(
      about.map(({ id }) => id).sort(),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { USDC, aPerTransferRule, aPolicyDocument, aRollingRule } from '../../../test/builders/policy.js';
import { PolicyDocumentSchema, policyHash, policyJsonSchema } from './policy.js';

const { ceiling: _, ...withoutCeiling } = aPerTransferRule();
const require = [{ group: 'treasury', count: 1 }];

describe('PolicyDocumentSchema', () => {
  it('leaves the hash of a document alone that says nothing of re-keying and prompts', () => {
    const document = aPolicyDocument();
    expect(Object.keys(document)).not.toContain('maxPromptsPerHour');
    expect(document.tiers.flatMap((tier) => Object.keys(tier))).not.toContain('rekey');
    const asked = aPolicyDocument({ maxPromptsPerHour: 20 });
    expect(policyHash(asked)).not.toBe(policyHash(document));
  });

  it('takes re-keying for a tier', () => {
    const tier = { name: 'a', assetId: USDC, upTo: '1', require, rekey: true };
    expect(aPolicyDocument({ tiers: [tier] }).tiers[0]?.rekey).toBe(true);
  });

  it.each([
    { name: 'no prompt at all', change: { maxPromptsPerHour: 0 } },
    { name: 'prompts without an end', change: { maxPromptsPerHour: 101 } },
    {
      name: 'a re-keying that is neither yes nor no',
      change: { tiers: [{ name: 'a', assetId: USDC, upTo: '1', require, rekey: 'yes' }] },
    },
    { name: 'an unknown key', change: { comment: 'x' } },
    { name: 'another schema version', change: { schemaVersion: 2 } },
    { name: 'an unknown kind of rule', change: { rules: [{ id: 'a', kind: 'price', waivable: false }] } },
    {
      name: 'a rule id twice',
      change: { rules: [aPerTransferRule(), aRollingRule({ id: 'per-transfer' })] },
    },
    { name: 'a waivable rule without a ceiling', change: { rules: [withoutCeiling] } },
    {
      name: 'a ceiling on a rule that is not waivable',
      change: { rules: [aPerTransferRule({ waivable: false })] },
    },
    { name: 'a ceiling below the limit', change: { rules: [aPerTransferRule({ ceiling: '1999.999999' })] } },
    { name: 'a window below an hour', change: { rules: [aRollingRule({ windowSeconds: 3_599 })] } },
    {
      name: 'a window above 366 days',
      change: { rules: [aRollingRule({ windowSeconds: 366 * 86_400 + 1 })] },
    },
    { name: 'a limit as a number', change: { rules: [aRollingRule({ max: 5 })] } },
    { name: 'a limit with an exponent', change: { rules: [aRollingRule({ max: '5e3' })] } },
    { name: 'a negative limit', change: { rules: [aRollingRule({ max: '-1' })] } },
    {
      name: 'a tier without a quorum',
      change: { tiers: [{ name: 'a', assetId: USDC, upTo: '1', require: [] }] },
    },
    {
      name: 'a quorum of nobody',
      change: {
        tiers: [{ name: 'a', assetId: USDC, upTo: '1', require: [{ group: 'treasury', count: 0 }] }],
      },
    },
    {
      name: 'two tiers up to the same amount, written differently',
      change: {
        tiers: [
          { name: 'a', assetId: USDC, upTo: '1', require },
          { name: 'b', assetId: USDC, upTo: '1.0', require },
        ],
      },
    },
    { name: 'a quorum above 50', change: { exceptionQuorum: [{ group: 'compliance', count: 51 }] } },
    { name: 'a group twice in a quorum', change: { exceptionQuorum: [...require, ...require] } },
    { name: 'exceptions by nobody', change: { exceptionQuorum: [] } },
  ])('refuses $name', ({ change }) => {
    expect(() => aPolicyDocument(change)).toThrow();
  });

  it.each(['destination-allowed', 'asset-allowed'])('has no way to write a waivable %s rule', (kind) => {
    const rules = aPolicyDocument().rules.map((rule) =>
      rule.kind === kind ? { ...rule, waivable: true } : rule,
    );
    expect(() => aPolicyDocument({ rules })).toThrow();
    const withCeiling = aPolicyDocument().rules.map((rule) =>
      rule.kind === kind ? { ...rule, waivable: true, ceiling: '1' } : rule,
    );
    expect(() => aPolicyDocument({ rules: withCeiling })).toThrow();
  });

  it('accepts a ceiling equal to the limit', () => {
    expect(() => aPolicyDocument({ rules: [aPerTransferRule({ ceiling: '2000' })] })).not.toThrow();
  });
});

describe(policyHash.name, () => {
  it('depends on the content and not on the order of keys', () => {
    const document = aPolicyDocument();
    const reversed = PolicyDocumentSchema.parse(Object.fromEntries(Object.entries(document).reverse()));
    expect(policyHash(reversed)).toBe(policyHash(document));
    expect(policyHash(aPolicyDocument({ name: 'Other' }))).not.toBe(policyHash(document));
  });
});

describe(policyJsonSchema.name, () => {
  it('is strict', () => {
    expect(policyJsonSchema()).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { anException, someFacts, someStoredFacts } from '../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import { factsJsonSchema, parseFacts, printFacts } from './facts.js';

describe('facts', () => {
  it('invariant 17: are the same after printing and parsing', () => {
    const facts = someFacts({ amount: AMOUNT_MAX.toString(), exceptions: [anException()] });
    const printed = canonicalJson(printFacts(facts));
    expect(parseFacts(JSON.parse(printed))).toEqual(facts);
    expect(canonicalJson(printFacts(parseFacts(JSON.parse(printed))))).toBe(printed);
  });

  it("invariant 17: are read with and without an entry's own terms", () => {
    const terms = { maxPerTransfer: '5', canary: null, settledTransfers: 3, lookalikes: [] };
    expect(someFacts().destination).not.toHaveProperty('terms');
    const facts = someFacts({ destination: { terms } });
    expect(facts.destination?.terms).toMatchObject({ maxPerTransfer: 5n, settledTransfers: 3 });
    expect(parseFacts(printFacts(facts))).toEqual(facts);
    const incomplete = { destination: { terms: { ...terms, settledTransfers: undefined } } };
    expect(() => someFacts(incomplete)).toThrow();
  });

  it.each([
    { name: 'an unknown key', change: { waived: true } },
    { name: 'an amount as a number', change: { amount: 5 } },
    { name: 'an amount above uint256', change: { amount: (AMOUNT_MAX + 1n).toString() } },
    { name: 'a negative amount', change: { amount: '-1' } },
    { name: 'a use with a sign', change: { rolling: [{ ruleId: 'a', scopeKey: 'b', used: '-5' }] } },
    { name: 'a fractional moment', change: { now: 1.5 } },
    { name: 'an address with a wrong checksum', change: { safe: { address: `0x${'aB'.repeat(20)}` } } },
    { name: 'a native coin with a code hash', change: { asset: { kind: 'native', decimals: 18 } } },
  ])('invariant 22: refuse $name', ({ change }) => {
    expect(() => parseFacts({ ...someStoredFacts(change), ...('waived' in change ? change : {}) })).toThrow();
  });

  it('refuse to be incomplete', () => {
    for (const key of Object.keys(someStoredFacts())) {
      const { [key]: _, ...rest } = someStoredFacts();
      expect(() => parseFacts(rest)).toThrow();
    }
  });

  it('have a published form: `node scripts/write-schema.mjs` writes it anew', () => {
    const published = readFileSync(new URL('../../../docs/facts.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(factsJsonSchema())));
  });
});

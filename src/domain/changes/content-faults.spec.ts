import { describe, expect, it } from '@jest/globals';
import { USDC, aPerTransferRule, aPolicyDocument, aRollingRule } from '../../../test/builders/policy.js';
import { person } from '../../../test/governance.js';
import { PolicyDocumentSchema } from '../policies/policy.js';
import { type Json, plain } from '../values/canonical-json.js';
import { contentFaults, isWellFormed, readWellFormed } from './content-faults.js';
import { PersonContent } from './kinds/person.js';

const treasury = { group: 'treasury', count: 1 };
const tier = { name: 'a', assetId: USDC, upTo: '1', require: [treasury] };

function policy(change: Record<string, unknown>): Json {
  return plain({ ...aPolicyDocument(), ...change });
}

const placesOf = (content: Json) =>
  contentFaults(PolicyDocumentSchema, content).map(({ pointer, code }) => [code, pointer]);

const CONTRADICTORY = policy({
  rules: [
    ...aPolicyDocument().rules,
    aRollingRule({ id: 'twice' }),
    aPerTransferRule({ id: 'twice', max: '2000', ceiling: '1' }),
  ],
  tiers: [tier, { ...tier, name: 'b', upTo: '1.0', require: [treasury, treasury] }],
  prices: [
    { assetId: USDC, usd: '1.00' },
    { assetId: USDC, usd: '1.01' },
  ],
});

describe(contentFaults.name, () => {
  it('tells all contradictions of a policy at once, each at the member that is to blame', () => {
    const last = aPolicyDocument().rules.length + 1;
    expect(placesOf(CONTRADICTORY).sort()).toEqual([
      ['CHANGE_INVALID', '/content/prices/1/assetId'],
      ['CHANGE_INVALID', `/content/rules/${String(last)}/ceiling`],
      ['CHANGE_INVALID', `/content/rules/${String(last)}/id`],
      ['CHANGE_INVALID', '/content/tiers/1/require/1/group'],
      ['CHANGE_INVALID', '/content/tiers/1/upTo'],
    ]);
  });

  it('tells a fault of form from one of meaning by its code', () => {
    const content = { ...(person('Piet', ['operator', 'operator'], []) as object), name: '' } as Json;
    const faults = contentFaults(PersonContent, content);
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/content/name', 'BODY_SCHEMA'],
      ['/content/roles/1', 'CHANGE_INVALID'],
    ]);
    expect(isWellFormed(faults)).toBe(false);
    expect(isWellFormed(faults.slice(1))).toBe(true);
  });

  it('of a member that is left to its default says that it is missing, by the code of form', () => {
    const { accounts: _, ...rest } = person('Piet', ['operator'], []) as Record<string, Json>;
    expect(contentFaults(PersonContent, rest)).toEqual([
      { pointer: '/content/accounts', code: 'BODY_SCHEMA', detail: expect.stringContaining('is missing') },
    ]);
  });
});

describe(readWellFormed.name, () => {
  it('reads what contradicts itself, with its defaults, to compare it with what is registered', () => {
    expect(readWellFormed(PolicyDocumentSchema, CONTRADICTORY)).toEqual(CONTRADICTORY);
    const { accounts: _, ...rest } = person('Piet', ['operator', 'operator'], []) as Record<string, Json>;
    expect(readWellFormed(PersonContent, rest).accounts).toEqual([]);
  });

  it('reads nothing that has not its form', () => {
    expect(() => readWellFormed(PolicyDocumentSchema, policy({ maxExpirySeconds: 1 }))).toThrow();
    expect(() => readWellFormed(PersonContent, person('', ['operator'], []))).toThrow();
  });
});

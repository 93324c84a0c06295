import { describe, expect, it } from '@jest/globals';
import { aDecisionRecord } from '../../../test/builders/decision-record.js';
import { aPolicyDocument } from '../../../test/builders/policy.js';
import type { Json } from '../values/canonical-json.js';
import { DecisionRecordSchema } from './decision-record.js';
import { replayDecision } from './replay-decision.js';

const record = aDecisionRecord();

function failures(changed: object): string[] {
  const proofs = replayDecision(DecisionRecordSchema.parse({ ...record, ...changed }));
  return proofs.flatMap(({ isProved, words }) => (isProved ? [] : [words]));
}

describe(replayDecision.name, () => {
  it('invariant 17: gives the stored decision again, byte for byte, from its JSON', () => {
    const stored = DecisionRecordSchema.parse(JSON.parse(JSON.stringify(record)));
    const proofs = replayDecision(stored);
    expect(proofs.map(({ isProved }) => isProved)).toEqual([true, true, true, true]);
    expect(proofs.at(-1)?.words).toMatch(/byte for byte: [0-9]+ bytes, 0x[0-9a-f]{64}\.$/);
  });

  it('names the first place at which a decision was changed', () => {
    const decision = record.decision as Record<string, Json>;
    const [reason, ...reasons] = decision['reasons'] as readonly Record<string, Json>[];
    expect(failures({ decision: { ...decision, outcome: 'deny' } })).toEqual([
      'Deciding again gives another decision, first at /outcome.',
    ]);
    const reworded = { ...decision, reasons: [{ ...reason, words: 'All is well.' }, ...reasons] };
    expect(failures({ decision: reworded })).toEqual([
      'Deciding again gives another decision, first at /reasons/0/words.',
    ]);
  });

  it('tells another policy, another version and other facts', () => {
    const document = aPolicyDocument({ name: 'Other' }) as unknown as Json;
    expect(failures({ policy: { ...record.policy, document } })).toEqual([
      expect.stringMatching(/^The policy document hashes to 0x[0-9a-f]{64}, and the decision names 0x/),
      expect.stringContaining('first at /policyHash'),
    ]);
    expect(failures({ policy: { ...record.policy, version: 8 } })).toEqual([
      'It is version 8, and the decision names 7.',
      'Deciding again gives another decision, first at /policyVersion.',
    ]);
    const facts = record.facts as Record<string, Json>;
    expect(failures({ facts: { ...facts, amount: '1500000001' } })).toEqual([
      expect.stringContaining('first at /reasons/'),
    ]);
  });

  it('points into the record where something cannot be read', () => {
    const facts = record.facts as Record<string, Json>;
    expect(() => failures({ facts: { ...facts, amount: '1.5' } })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path: ['facts'] })] }),
    );
    expect(() => failures({ policy: { version: 7, document: { name: 1 } } })).toThrow();
  });
});

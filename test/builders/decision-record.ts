import { decide } from '../../src/domain/policies/decide.js';
import type { DecisionRecord } from '../../src/domain/policies/decision-record.js';
import { type Facts, printFacts } from '../../src/domain/policies/facts.js';
import type { PolicyDocument } from '../../src/domain/policies/policy.js';
import { plain } from '../../src/domain/values/canonical-json.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { aPolicy, someFacts } from './policy.js';

export interface Decided {
  readonly nth?: number;
  readonly policy?: { readonly version: number; readonly document: PolicyDocument };
  readonly facts?: Facts;
  readonly paidAt?: number | null;
  readonly endedAt?: number | null;
}

/** The record of a transfer that was decided by a policy; permitted and paid a minute later if nothing else is said. */
export function aDecisionRecord(decided: Decided = {}): DecisionRecord {
  const { nth = 1, policy = aPolicy(), facts = someFacts() } = decided;
  const { paidAt = facts.now + 60, endedAt = paidAt } = decided;
  const uuid = `01890a5d-ac96-774b-bcce-${String(nth).padStart(12, '0')}`;
  return {
    schemaVersion: 1,
    id: `dec_${uuid}`,
    transfer: {
      id: parseId('tr', `tr_${uuid}`),
      state: paidAt === null ? 'expired' : 'settled',
      paidAt: paidAt === null ? null : unixSeconds(paidAt),
      endedAt: endedAt === null ? null : unixSeconds(endedAt),
    },
    policy: { version: policy.version, document: plain(policy.document) },
    facts: plain(printFacts(facts)),
    decision: plain(decide(policy, facts)),
  };
}

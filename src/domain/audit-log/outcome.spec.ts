import { describe, expect, it } from '@jest/globals';
import { DecisionSchema } from '../policies/decision.js';
import { AUDIT_TYPES } from './acts/acts.js';
import { OUTCOMES } from './acts/act.js';
import { outcomeOf } from './outcome.js';

describe(outcomeOf.name, () => {
  it.each(AUDIT_TYPES)('has one of the outcomes for %s, whatever its detail is', (type) => {
    for (const detail of [{}, null, 'text', { outcome: 'deny' }, { outcome: ['permit'] }])
      expect(OUTCOMES).toContain(outcomeOf(type, detail));
  });

  it.each([
    ['transfer.decided', { outcome: 'permit' }, 'success'],
    ['transfer.decided', { outcome: 'deny', reasons: [{ outcome: 'permit' }] }, 'denied'],
    ['transfer.decided', { outcome: 'needs-exception' }, 'denied'],
    ['transfer.simulated', { verdict: 'cleared' }, 'success'],
    ['transfer.simulated', { verdict: 'refused' }, 'denied'],
    ['transfer.simulated', { verdict: 'unavailable' }, 'failure'],
    ['transfer.rekeyed', { matched: true }, 'success'],
    ['transfer.rekeyed', { matched: false }, 'denied'],
    ['transfer.answered', { decision: 'confirm' }, 'success'],
    ['transfer.answered', { decision: 'reject' }, 'denied'],
    ['safe-transaction.inspected', { verdict: 'FREEZE' }, 'denied'],
    ['policy.evaluated', { outcome: 'permit' }, 'success'],
    ['session.refused', {}, 'denied'],
    ['finding.recorded', {}, 'failure'],
    ['log.altered', {}, 'failure'],
  ])('%s with %j is %s', (type, detail, outcome) => {
    expect(outcomeOf(type, detail)).toBe(outcome);
  });

  it('invariant 6: takes an answer that it does not know for no success', () => {
    for (const detail of [{}, { outcome: 'allow' }, { outcome: 'constructor' }, { outcome: true }])
      expect(outcomeOf('transfer.decided', detail)).toBe('failure');
  });

  it('knows every outcome that a decision can have', () => {
    for (const outcome of DecisionSchema.shape.outcome.options)
      expect(outcomeOf('transfer.decided', { outcome })).toBe(outcome === 'permit' ? 'success' : 'denied');
  });

  it('says nothing of a type that is not known', () => {
    expect(outcomeOf('transfer.moved', {})).toBeNull();
    expect(outcomeOf('constructor', {})).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { shownSimulation } from './shown-simulation.js';

const WORD = `0x${'ab'.repeat(32)}`;
const answered = (effects: object) => ({
  report: { kind: 'answered', engine: 'evm', provider: 'rpc-1', blockHash: WORD, effects },
});
const effects = { status: { outcome: 'success' }, seen: ['logs'], logs: [] };
const other = { status: { outcome: 'revert', reason: 'no' }, seen: [] };
const failed = {
  report: { kind: 'failed', engine: 'trace', provider: 'rpc-2', code: 'RPC_UNAVAILABLE', reason: 'down' },
};
const agreed = {
  ...{ execution: null, call: {}, overrides: {}, attempts: [answered(effects), failed] },
  judgement: { verdict: 'agreed', effects, effectsDigest: WORD },
};

describe(shownSimulation.name, () => {
  it('reads what all engines agreed on, and what each of them answered', () => {
    const shown = shownSimulation(agreed);
    expect(shown?.agreed).toEqual({ effects, digested: effects });
    expect(shown?.reports).toMatchObject([{ kind: 'answered' }, { kind: 'failed', code: 'RPC_UNAVAILABLE' }]);
  });

  it('reads engines that disagreed: then there are no effects', () => {
    const judgement = { verdict: 'refused', code: 'SIMULATORS_DISAGREE', reasons: ['they differ'] };
    const shown = shownSimulation({ ...agreed, attempts: [answered(effects), answered(other)], judgement });
    expect(shown?.agreed).toBeNull();
    expect(shown?.reports.map((each) => each.kind === 'answered' && each.effects.status.outcome)).toEqual([
      'success',
      'revert',
    ]);
  });

  it.each([
    ['nothing', null],
    ['no attempts', { ...agreed, attempts: undefined }],
    ['a code that nobody knows', { ...agreed, attempts: [{ report: { ...failed.report, code: 'NEW' } }] }],
    ['effects with another member', { ...agreed, attempts: [answered({ ...effects, hidden: 1 })] }],
    ['no judgement', { ...agreed, judgement: undefined }],
    ['an agreement on nothing', { ...agreed, judgement: { verdict: 'agreed' } }],
    [
      'an agreement on less than it names',
      { ...agreed, judgement: { verdict: 'agreed', effects: { ...effects, logs: undefined } } },
    ],
  ])('reads nothing of a record with %s', (_, record) => {
    expect(shownSimulation(record)).toBeUndefined();
  });
});

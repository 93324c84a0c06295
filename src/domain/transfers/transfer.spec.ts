import { describe, expect, it } from '@jest/globals';
import { EVIDENCE, type TransferState, hasEnded, holdsLane } from './transfer.js';

const STATES = Object.keys(EVIDENCE) as TransferState[];
const word = `0x${'ab'.repeat(32)}`;
const cleared = {
  nonce: '42',
  words: 'Send 5 wei',
  safeTxHash: word,
  effectsDigest: word,
  policyHash: word,
  exceptions: [],
  tier: 'small',
  require: [{ group: 'treasury', count: 1 }],
};

describe(hasEnded.name, () => {
  it('names the ends of the design', () => {
    expect(STATES.filter(hasEnded).sort()).toEqual([
      ...['cancelled', 'expired', 'mismatched', 'refused', 'rejected', 'settled', 'superseded'],
    ]);
  });
});

describe(holdsLane.name, () => {
  it('invariant 12: the lane is held from simulation until the end', () => {
    expect(STATES.filter(holdsLane)).toEqual([
      ...['simulating', 'awaiting-confirmation', 'confirmed', 'relayed', 'signed', 'submitted'],
      ...['cancelling', 'executed'],
    ]);
  });
});

describe('the evidence of a state', () => {
  it('is read from its stored form', () => {
    expect(EVIDENCE.confirmed.parse({ cleared, confirmedBy: ['per_1'] }).cleared.nonce).toBe(42n);
  });

  it.each([
    ['confirmed by nobody', 'confirmed', { cleared, confirmedBy: [] }],
    ['confirmed without a clearance', 'confirmed', { confirmedBy: ['per_1'] }],
    ['cleared without a quorum', 'awaiting-confirmation', { cleared: { ...cleared, require: [] } }],
    [
      'cleared with a nonce that is a number',
      'awaiting-confirmation',
      { cleared: { ...cleared, nonce: 42 } },
    ],
    [
      'cleared with a nonce of another spelling',
      'awaiting-confirmation',
      { cleared: { ...cleared, nonce: '042' } },
    ],
    ['signed by nobody', 'signed', { cleared, signers: [] }],
    ['submitted without a transaction', 'submitted', { cleared, submissions: [] }],
    ['executed without an execution', 'executed', { cleared }],
    ['refused without a reason', 'refused', { reasons: [] }],
    ['refused with a code that is none', 'refused', { reasons: [{ code: 'WHATEVER', reason: '' }] }],
    ['held for no rule', 'needs-exception', { rules: [] }],
    ['a member too many', 'requested', { approved: true }],
  ] as const)('invariant 8: refuses %s', (_case, state, stored) => {
    expect(EVIDENCE[state].safeParse(stored).success).toBe(false);
  });
});

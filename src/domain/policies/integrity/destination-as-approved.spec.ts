import { describe, expect, it } from '@jest/globals';
import { CODE_HASH, OTHER_CODE_HASH, someFacts } from '../../../../test/builders/policy.js';
import { destinationAsApproved } from './destination-as-approved.js';

const EMPTY = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';
const ZERO = `0x${'00'.repeat(32)}`;

describe(destinationAsApproved.name, () => {
  it.each([
    { pinned: null, actual: null, outcome: 'allow' },
    { pinned: null, actual: EMPTY, outcome: 'allow' },
    { pinned: null, actual: ZERO, outcome: 'allow' },
    { pinned: EMPTY, actual: null, outcome: 'allow' },
    { pinned: CODE_HASH, actual: CODE_HASH, outcome: 'allow' },
    { pinned: null, actual: CODE_HASH, outcome: 'deny' },
    { pinned: CODE_HASH, actual: OTHER_CODE_HASH, outcome: 'deny' },
    { pinned: CODE_HASH, actual: null, outcome: 'deny' },
    { pinned: CODE_HASH, actual: EMPTY, outcome: 'deny' },
  ])('answers $outcome for code $actual where $pinned was approved', ({ pinned, actual, outcome }) => {
    const facts = someFacts({ destination: { codeHashPinned: pinned, codeHashActual: actual } });
    const result = destinationAsApproved(facts);
    expect(result).toMatchObject({ rule: 'destination-as-approved', outcome, waivable: false });
    expect(result.code).toBe(outcome === 'deny' ? 'DEST_CODE_CHANGED' : null);
  });

  it('denies when there is no destination', () => {
    expect(destinationAsApproved(someFacts({ destination: null }))).toMatchObject({
      outcome: 'deny',
      code: 'DEST_NOT_ALLOWED',
    });
  });
});

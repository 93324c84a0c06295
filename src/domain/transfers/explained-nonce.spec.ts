import { describe, expect, it } from '@jest/globals';
import { explainedNonce } from './explained-nonce.js';
import type { Transfer } from './transfer.js';

const at = (state: string, nonce: bigint): Transfer =>
  ({ state, evidence: { cleared: { nonce }, nonceNow: nonce.toString() } }) as unknown as Transfer;

describe(explainedNonce.name, () => {
  it('says nothing of a Safe whose transfers do not', () => {
    expect(explainedNonce([])).toBeUndefined();
    expect(explainedNonce([at('queued', 9n), at('refused', 9n), at('expired', 9n)])).toBeUndefined();
  });

  it.each([
    ['awaiting-confirmation', 4n],
    ['confirmed', 4n],
    ['relayed', 5n],
    ['signed', 5n],
    ['submitted', 5n],
    ['executed', 5n],
    ['settled', 5n],
    ['mismatched', 5n],
    ['superseded', 4n],
  ])('invariant 16: after one at nonce 4 that is %s, the Safe can be at %s', (state, nonce) => {
    expect(explainedNonce([at(state, 4n)])).toBe(nonce);
    expect(explainedNonce([at('settled', 2n), at(state, 4n), at('cancelled', 9n)])).toBe(nonce);
  });
});

import { describe, expect, it } from '@jest/globals';
import { goodTransaction, EVIL } from '../self-test/test-world.js';
import { gasFault, nonceFault } from './hash-fields.js';

describe(gasFault.name, () => {
  it.each([
    ['E01', { baseGas: 1n }, 'GAS_REFUND'],
    ['E01', { gasPrice: 1n }, 'GAS_REFUND'],
    ['E02', { gasToken: EVIL }, 'GAS_REFUND'],
    ['E03', { refundReceiver: EVIL }, 'GAS_REFUND'],
    ['E04', { safeTxGas: 1n }, 'SAFE_TX_GAS'],
    ['E01 before E04', { baseGas: 1n, safeTxGas: 1n }, 'GAS_REFUND'],
  ])('invariant 1: %s %j is %s', (_id, change, code) => {
    expect(gasFault(goodTransaction(change))?.code).toBe(code);
  });

  it('has nothing against zeros', () => {
    expect(gasFault(goodTransaction())).toBeUndefined();
  });
});

describe(nonceFault.name, () => {
  it.each([41n, 43n, 0n, (1n << 256n) - 1n])('E05: nonce %d where 42 is next', (nonce) => {
    expect(nonceFault(goodTransaction({ nonce }), 42n)?.code).toBe('NONCE_MISMATCH');
  });

  it('takes the next one, and cannot say anything without it', () => {
    expect(nonceFault(goodTransaction({ nonce: 42n }), 42n)).toBeUndefined();
    expect(nonceFault(goodTransaction({ nonce: 42n }), null)).toBeUndefined();
  });
});
